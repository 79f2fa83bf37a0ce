"""The settings of a local system: variables, relays, topology."""
