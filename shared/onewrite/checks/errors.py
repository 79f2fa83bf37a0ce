"""The error of a repository whose parts don't fit together."""


class DoesNotFit(Exception):
    """The message has one line for each mistake: where it is and what to do about it."""
