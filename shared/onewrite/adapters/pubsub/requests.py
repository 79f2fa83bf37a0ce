"""What Pub/Sub accepts in one request."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from onewrite.application.batches import batches

T = TypeVar("T")
#: At most 1,000 messages and 10 MB, attributes included.
MESSAGES = 1000
BYTES = 8_000_000


def requests_of(messages: Iterable[T], bytes_of: Callable[[T], int]) -> Iterator[list[T]]:
    """Cut the messages into requests, in their order."""
    return batches(messages, bytes_of, rows=MESSAGES, size=BYTES)
