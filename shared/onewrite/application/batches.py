"""Batches with a budget of rows and of bytes, so that many small things and a few large ones fit in memory alike."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def batches(things: Iterable[T], size_of: Callable[[T], int], *, rows: int, size: float) -> Iterator[list[T]]:
    """Cut the things into batches of at most so many rows and bytes. A larger thing is a batch of its own."""
    batch: list[T] = []
    filled = 0
    for thing in things:
        weight = size_of(thing)
        if batch and (len(batch) == rows or filled + weight > size):
            yield batch
            batch, filled = [], 0
        batch.append(thing)
        filled += weight
    if batch:
        yield batch


def first_batch(things: Iterable[T], size_of: Callable[[T], int], *, rows: int, size: int) -> tuple[list[T], bool]:
    """Take the first of these batches, and tell whether it is all. Reads on by one thing at most."""
    batch: list[T] = []
    filled = 0
    for thing in things:
        filled += size_of(thing)
        if batch and (len(batch) == rows or filled > size):
            return batch, False
        batch.append(thing)
    return batch, True
