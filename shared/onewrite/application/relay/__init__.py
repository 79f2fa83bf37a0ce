"""Publishing events: publish, wait for the bus to acknowledge, delete exactly those outbox rows."""
