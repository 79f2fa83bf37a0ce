"""Showing how far something is that takes long."""
