"""Answering queries from a view or from a stream's history."""
