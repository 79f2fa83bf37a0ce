"""A data change record: changes of one kind to rows of one table, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column, as it was when the change was committed. `type` is Spanner's code, such as INT64 or ARRAY<STRING>."""

    name: str
    type: str
    is_primary_key: bool
    position: int


@dataclass(frozen=True, slots=True)
class Mod:
    """The change of one row. Which values are there depends on the stream's value capture type.

    A column with a commit timestamp has the year 9999 on the emulator: use `DataChange.timestamp`.
    """

    keys: Mapping[str, Any]
    new_values: Mapping[str, Any]
    old_values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataChange:
    """Sort by (timestamp, transaction, sequence) to get the order in which Spanner recorded the changes.

    `mod_type` is INSERT, UPDATE or DELETE; `value_capture_type` is one of Spanner's four.
    Inside a transaction that order isn't promised to be the one in which the writer gave its statements.
    """

    timestamp: datetime
    sequence: str
    transaction: str
    table: str
    mod_type: str
    value_capture_type: str
    columns: tuple[Column, ...]
    mods: tuple[Mod, ...]
    is_last_of_transaction_in_partition: bool
    records_in_transaction: int
    partitions_in_transaction: int
    transaction_tag: str
    is_system_transaction: bool
