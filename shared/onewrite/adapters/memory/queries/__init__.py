"""Reading views for queries, in memory."""
