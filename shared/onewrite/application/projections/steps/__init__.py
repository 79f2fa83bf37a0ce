"""One step of advancing views: what happens inside one transaction, and what becomes of an event that fails."""
