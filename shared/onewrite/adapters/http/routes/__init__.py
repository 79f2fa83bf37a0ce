"""The routes of each deployed function."""
