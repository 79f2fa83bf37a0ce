"""Walks over all streams, which any number of instances share."""
