"""Bringing views up to date: the one primitive, and what calls it on a push."""
