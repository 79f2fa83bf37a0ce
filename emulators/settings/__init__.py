"""What a local system is run with: variables, relays, topology."""
