"""A whole system: run, supervised, shown, and found again by other commands."""
