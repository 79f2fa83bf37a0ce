"""Generates the OpenAPI document of an API from its routes and their models."""
