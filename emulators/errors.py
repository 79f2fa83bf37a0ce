"""What keeps a local system from running."""


class CannotRun(Exception):
    """One line: what was wrong and what to do about it."""
