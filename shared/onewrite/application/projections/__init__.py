"""Bringing views up to date: `advance`, which all others call, and what a push does."""
