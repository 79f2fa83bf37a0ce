"""Prints changes as lines of JSON."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any, TextIO

from spanner_changes.records.changes import DataChange


class JsonLines:
    """Handles changes by writing one line for each row that changed, whole lines only."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = Lock()

    def __call__(self, changes: Sequence[DataChange]) -> None:
        lines = [json.dumps(row, default=_encoded, ensure_ascii=False) for one in changes for row in rows_of(one)]
        with self._lock:
            self._out.writelines(f"{line}\n" for line in lines)
            self._out.flush()


def rows_of(change: DataChange) -> Iterator[Mapping[str, Any]]:
    """Yield what one line says of each row."""
    for mod in change.mods:
        yield {
            "commit_timestamp": change.timestamp,
            "table": change.table,
            "mod_type": change.mod_type,
            "keys": mod.keys,
            "new_values": mod.new_values,
            "old_values": mod.old_values,
            "transaction": change.transaction,
            "sequence": change.sequence,
            "transaction_tag": change.transaction_tag,
        }


def _encoded(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat().replace("+00:00", "Z")
        case bytes():
            return b64encode(value).decode()
        case Decimal():
            return str(value)
    return value
