"""Spanner and Pub/Sub as Google's clients see them, in memory: they answer, and count what they are asked.

The real adapters run against this, through the real client. So a profile changes when the code does. It answers only
what the profiled operations ask.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from google.cloud.spanner_v1 import (
    CommitRequest,
    CommitResponse,
    ExecuteSqlRequest,
    PartialResultSet,
    ReadRequest,
    ResultSet,
    ResultSetMetadata,
    Session,
    StructType,
    Transaction,
    Type,
    TypeCode,
)

from infra.simulation.counted.answers import answer
from infra.simulation.counted.profile import COMMIT, PUBLISH, Profile
from infra.simulation.counted.rows import NULL, Rows, Value, plain
from infra.simulation.counted.tables import tables
from onewrite.adapters.pubsub.publisher import Publisher

LOCKED: Final = re.compile(r"LOCK_SCANNED_RANGES=exclusive.*FROM UNNEST\((@\w+)\) AS k.*`(\w+)` AS r", re.DOTALL)


@dataclass
class RecordingSpanner:
    """The methods of the service that carry data, and those that hand out sessions."""

    counted: Profile = field(default_factory=Profile)
    rows: Rows = field(default_factory=Rows)
    _ids: Iterator[int] = field(default_factory=count)
    #: In which round trip each open transaction took its last lock, which is that on the totals where it has any.
    _locked_since: dict[bytes, float] = field(default_factory=dict)

    def create_session(self, **_: Any) -> Session:
        return Session(name=f"session-{next(self._ids)}", multiplexed=True)

    def batch_create_sessions(self, **_: Any) -> Any:
        raise NotImplementedError

    get_session = begin_transaction = partition_read = partition_query = batch_create_sessions

    def read(self, request: ReadRequest, **_: Any) -> ResultSet:
        self.counted.calls["read"] += 1
        [part] = self._read(request)
        found = ResultSet(metadata=part.metadata)
        if values := PartialResultSet.pb(part).values:
            ResultSet.pb(found).rows.add().values.extend(values)
        return found

    def streaming_read(self, request: ReadRequest, **_: Any) -> Iterator[PartialResultSet]:
        self.counted.calls["streaming_read"] += 1
        return self._read(request)

    def _read(self, request: ReadRequest) -> Iterator[PartialResultSet]:
        values = self.rows.read(request.table, request.columns, ReadRequest.pb(request).key_set, request.limit)
        types = tables()[request.table].types
        is_locked = request.lock_hint == ReadRequest.LockHint.LOCK_HINT_EXCLUSIVE
        keys = len(request.key_set.keys) if is_locked else 0
        return self._result({name: types[name] for name in request.columns}, values, request.transaction, keys)

    def execute_streaming_sql(self, request: ExecuteSqlRequest, **_: Any) -> Iterator[PartialResultSet]:
        self.counted.calls["execute_streaming_sql"] += 1
        if locking := LOCKED.search(request.sql):
            return self._rows_under_locks(request, *locking.groups())
        columns, values = answer(request.sql, ExecuteSqlRequest.pb(request).params.fields, self.rows.commit_time())
        return self._result(columns, values, request.transaction, locked=0)

    def commit(self, request: CommitRequest, **_: Any) -> CommitResponse:
        committed_at = self.rows.commit_time()
        counted, sent = self.counted, CommitRequest.pb(request)
        counted.calls[COMMIT] += 1
        for mutation in sent.mutations:
            written = self.rows.write(mutation, committed_at)
            counted.rows_written += written.rows
            counted.index_entries += written.entries
            counted.cells += written.cells
            counted.bytes_written += mutation.ByteSize()
        since = self._locked_since.pop(request.transaction_id, None)
        counted.locked_trips += 0 if since is None else counted.trips - since
        return CommitResponse(commit_timestamp=datetime.fromisoformat(committed_at))

    def rollback(self, transaction_id: bytes = b"", **_: Any) -> None:
        self.counted.calls["rollback"] += 1
        self._locked_since.pop(transaction_id, None)

    def _rows_under_locks(self, request: ExecuteSqlRequest, keys: str, table: str) -> Iterator[PartialResultSet]:
        stored = tables()[table]
        key_type = request.param_types[keys.removeprefix("@")].array_element_type.struct_type
        kinds = {one.name: stored.types[one.name] for one in key_type.fields}
        params = ExecuteSqlRequest.pb(request).params.fields
        generation = plain(params["generation"], "INT64")
        wanted = [
            (generation, *map(plain, key.list_value.values, kinds.values()))
            for key in params[keys.removeprefix("@")].list_value.values
        ]
        found = [self.rows.of[table][key] for key in wanted if key in self.rows.of.get(table, {})]
        columns = re.findall(r"r\.`(\w+)`", request.sql.partition("FROM")[0])
        values = [row.get(column, NULL) for row in found for column in columns]
        return self._result({name: stored.types[name] for name in columns}, values, request.transaction, len(wanted))

    def _result(
        self, types: Mapping[str, str], values: Sequence[Value], selector: Any, locked: int
    ) -> Iterator[PartialResultSet]:
        """Count what is returned, and yield it; the first result of a transaction tells its id."""
        counted, begun = self.counted, "begin" in selector
        transaction = str(next(self._ids)).encode() if begun else selector.id
        if locked:
            counted.locked_rows += locked
            self._locked_since[transaction] = counted.trips
        fields = [StructType.Field(name=name, type_=_type_of(kind)) for name, kind in types.items()]
        result = PartialResultSet(
            metadata=ResultSetMetadata(
                row_type=StructType(fields=fields), transaction=Transaction(id=transaction) if begun else None
            ),
            last=True,
        )
        PartialResultSet.pb(result).values.extend(values)
        counted.rows_read += len(values) / len(types)
        counted.bytes_read += sum(value.ByteSize() for value in values)
        yield result


def _type_of(kind: str) -> Type:
    if kind.startswith("ARRAY<"):
        return Type(code=TypeCode.ARRAY, array_element_type=_type_of(kind.removeprefix("ARRAY<")))
    return Type(code=getattr(TypeCode, kind))


@dataclass(frozen=True)
class RecordingPublisher(Publisher):
    """Takes every message."""

    counted: Profile = field(default_factory=Profile)

    def publish(self, topic: str, messages: Sequence[dict[str, Any]], within: float | None = None) -> None:
        self.counted.calls[PUBLISH] += 1
        self.counted.messages += len(messages)
        for message in messages:
            texts = (text for pair in message["attributes"].items() for text in pair)
            self.counted.message_bytes += len(message["data"]) + sum(map(len, texts))
