"""Reconcile: every head against every checkpoint, and what is known of it at once."""
