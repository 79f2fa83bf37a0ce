"""Rebuild: a new generation of a view, built beside the live one by any number of workers."""
