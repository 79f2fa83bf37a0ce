"""Single streams on a terminal: what is shown of them, what they hold, and their events as they are committed."""
