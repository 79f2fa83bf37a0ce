"""A second tiny domain: lists of tasks. All that a team has to declare, and nothing else."""

from .domain import LISTS

__all__ = ["LISTS"]
