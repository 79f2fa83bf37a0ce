"""Reading requests: bodies, parameters and headers, checked and turned into models."""
