"""Reading views for queries, on Spanner."""
