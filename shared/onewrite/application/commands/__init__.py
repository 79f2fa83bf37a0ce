"""Accepting commands: from a request to one commit."""
