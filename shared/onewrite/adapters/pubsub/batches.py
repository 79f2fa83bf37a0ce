"""Batches that Pub/Sub accepts in one request."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
#: At most 1,000 messages and 10 MB, attributes included.
MESSAGES = 1000
BYTES = 8_000_000


def batches(messages: Iterable[T], bytes_of: Callable[[T], int]) -> Iterator[list[T]]:
    """Cut the messages into batches, in their order; one that is too large by itself is a batch of its own."""
    batch: list[T] = []
    size = 0
    for message in messages:
        weight = bytes_of(message)
        if batch and (len(batch) == MESSAGES or size + weight > BYTES):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += weight
    if batch:
        yield batch
