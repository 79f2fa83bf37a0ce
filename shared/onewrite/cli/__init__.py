"""The command line `onewrite`. It is not part of the functions that are deployed."""

from onewrite.cli.app import main

__all__ = ["main"]
