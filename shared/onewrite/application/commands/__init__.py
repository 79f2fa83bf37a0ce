"""Commands: from a request to one commit."""
