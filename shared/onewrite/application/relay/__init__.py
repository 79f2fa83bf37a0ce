"""Getting events out: publish, wait for the bus, clear exactly those outbox rows."""
