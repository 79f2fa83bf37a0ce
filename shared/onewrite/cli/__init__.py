"""The command line: `onewrite …`. Never part of what is deployed."""

from onewrite.cli.app import main

__all__ = ["main"]
