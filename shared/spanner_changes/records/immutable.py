"""Decodes the rows of a stream with immutable key ranges, which is the default and all that the emulator knows.

A row is an array of structs of three arrays; Google's client returns them as lists in the documented order.
What Spanner may add at the end of a list is passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from spanner_changes.records.changes import Column, DataChange, Mod
from spanner_changes.records.partitions import Child, ChildPartitions, Heartbeat, Record
from spanner_changes.records.values import type_name, value_of


def decode(change_record: Sequence[Sequence[Any]]) -> Iterator[Record]:
    """Yield the records of one row's `ChangeRecord`."""
    for changes, heartbeats, children, *_ in change_record:
        yield from map(_data_change, changes)
        yield from (Heartbeat(_utc(beat[0])) for beat in heartbeats)
        yield from map(_child_partitions, children)


def _data_change(fields: Sequence[Any]) -> DataChange:
    time, sequence, transaction, is_last, table, column_types, mods, mod_type, captured, *rest = fields
    records, partitions, tag, is_system = rest[:4]
    columns = tuple(Column(name, type_name(kind), key, position) for name, kind, key, position, *_ in column_types)
    types = {column.name: column.type for column in columns}
    return DataChange(
        timestamp=_utc(time),
        sequence=sequence,
        transaction=transaction,
        table=table,
        mod_type=mod_type,
        value_capture_type=captured,
        columns=columns,
        mods=tuple(Mod(*(_values(part, types) for part in mod[:3])) for mod in mods),
        is_last_of_transaction_in_partition=is_last,
        records_in_transaction=records,
        partitions_in_transaction=partitions,
        transaction_tag=tag,
        is_system_transaction=is_system,
    )


def _child_partitions(fields: Sequence[Any]) -> ChildPartitions:
    time, sequence, children, *_ = fields
    # The first partitions have no parents: `[NULL]` in the cloud, `[]` on the emulator.
    found = (Child(token, tuple(filter(None, parents or ()))) for token, parents, *_ in children)
    return ChildPartitions(_utc(time), sequence, tuple(found))


def _values(encoded: Mapping[str, Any] | None, types: Mapping[str, str]) -> Mapping[str, Any]:
    return {name: value_of(value, types.get(name, "")) for name, value in (encoded or {}).items()}


def _utc(time: datetime) -> datetime:
    """Return a plain datetime: the client's has nanoseconds, which compare and add differently."""
    return datetime(time.year, time.month, time.day, time.hour, time.minute, time.second, time.microsecond, tzinfo=UTC)
