"""Answering questions from a view, or from a stream's history."""
