"""Decodes the rows of a stream with mutable key ranges: each holds one `ChangeStreamRecord` of protocol buffers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from google.cloud.spanner_v1 import TypeCode
from google.cloud.spanner_v1.types.change_stream import ChangeStreamRecord
from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]

from spanner_changes.records.changes import Column, DataChange, Mod
from spanner_changes.records.partitions import Heartbeat, PartitionEnded, PartitionMoved, PartitionsStarted, Record
from spanner_changes.records.values import value_of


def decode(change_record: bytes | ChangeStreamRecord) -> Iterator[Record]:
    """Yield the one record; the client returns it as bytes."""
    message = ChangeStreamRecord.deserialize(change_record) if isinstance(change_record, bytes) else change_record
    record = ChangeStreamRecord.pb(message)
    kind = record.WhichOneof("record")
    if kind is None:
        raise ValueError("a record of a kind that is not known here: install a newer google-cloud-spanner")
    yield _DECODERS[kind](getattr(record, kind))


def _data_change(record: Any) -> DataChange:
    columns = tuple(
        Column(column.name, _type_name(column.type_), column.is_primary_key, column.ordinal_position)
        for column in record.column_metadata
    )
    return DataChange(
        timestamp=_utc(record.commit_timestamp),
        sequence=record.record_sequence,
        transaction=record.server_transaction_id,
        table=record.table,
        mod_type=_enum(record, "mod_type"),
        value_capture_type=_enum(record, "value_capture_type"),
        columns=columns,
        mods=tuple(
            Mod(*(_values(part, columns) for part in (mod.keys, mod.new_values, mod.old_values))) for mod in record.mods
        ),
        is_last_of_transaction_in_partition=record.is_last_record_in_transaction_in_partition,
        records_in_transaction=record.number_of_records_in_transaction,
        partitions_in_transaction=record.number_of_partitions_in_transaction,
        transaction_tag=record.transaction_tag,
        is_system_transaction=record.is_system_transaction,
    )


def _values(values: Iterable[Any], columns: tuple[Column, ...]) -> Mapping[str, Any]:
    found = ((columns[value.column_metadata_index], value.value) for value in values)
    return {column.name: value_of(MessageToDict(value), column.type) for column, value in found}


def _type_name(described: Any) -> str:
    code = TypeCode(described.code).name
    return f"ARRAY<{_type_name(described.array_element_type)}>" if code == "ARRAY" else code


def _enum(record: Any, field: str) -> str:
    return str(record.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(record, field)].name)


def _utc(time: Any) -> datetime:
    return cast("datetime", time.ToDatetime(tzinfo=UTC))


_DECODERS: Mapping[str, Callable[[Any], Record]] = {
    "data_change_record": _data_change,
    "heartbeat_record": lambda record: Heartbeat(_utc(record.timestamp)),
    "partition_start_record": lambda record: PartitionsStarted(
        _utc(record.start_timestamp), record.record_sequence, tuple(record.partition_tokens)
    ),
    "partition_end_record": lambda record: PartitionEnded(_utc(record.end_timestamp), record.record_sequence),
    "partition_event_record": lambda record: PartitionMoved(
        _utc(record.commit_timestamp),
        record.record_sequence,
        tuple(event.source_partition_token for event in record.move_in_events),
        tuple(event.destination_partition_token for event in record.move_out_events),
    ),
}
