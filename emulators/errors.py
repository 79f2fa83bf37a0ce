"""The error of a local system that cannot start or go on."""


class CannotRun(Exception):
    """The message is one line: what is wrong and what to do about it."""
