"""Many keys of rows as one message, where Google's KeySet makes an object of each part of each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from google.cloud.spanner_v1 import KeySetPB

from onewrite.adapters.spanner.client.values import fill


class Keys:
    """What a read of Google's client takes for a KeySet: these keys, and of each tail what comes after it.

    A tail is the first column of a key with the value of the second column after which it begins.
    """

    def __init__(self, keys: Iterable[Sequence[Any]] = (), tails: Mapping[str, int] | None = None) -> None:
        self._message = KeySetPB.pb()()
        for key in keys:
            fill(self._message.keys.add().values, key)
        for first, after in (tails or {}).items():
            tail = self._message.ranges.add()
            fill(tail.start_open.values, (first, after))
            fill(tail.end_closed.values, (first,))

    def _to_pb(self) -> KeySetPB:
        return KeySetPB.wrap(self._message)  # type: ignore[no-any-return]
