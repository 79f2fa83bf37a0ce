"""A whole system: run it, supervise it, show it, and save its state for other commands."""
