"""Partitions as a group remembers them, and the rules for them. Pure."""
