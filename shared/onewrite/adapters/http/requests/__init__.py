"""Reads bodies, parameters and headers of requests into models."""
