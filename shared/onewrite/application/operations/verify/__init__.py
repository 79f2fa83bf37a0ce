"""Verify: a view, row by row, against a fresh fold of the events."""
