"""The two calls of a command, each as one message: a row read by its key, and a commit without a transaction.

Google's client makes them too. But it reads in streams, which takes a thread for each call, and it wraps each part of a
message in an object: that is half of the processor time of a command.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from time import time
from typing import Any, Final

from google.cloud.spanner_v1 import CommitRequest, Mutation, ReadRequest, ResultSet, TypeCode
from google.cloud.spanner_v1._helpers import _retry_on_aborted_exception
from google.cloud.spanner_v1.database_sessions_manager import TransactionType

from onewrite.adapters.purpose import Purpose

LEADER: Final = ("x-goog-spanner-route-to-leader", "true")
#: How values arrive, of the types of such rows. One message holds 10 MiB, and more than any of them has.
DECODED: Final[Mapping[int, Callable[[Any], Any]]] = {
    TypeCode.STRING: lambda value: value.string_value,
    TypeCode.INT64: lambda value: int(value.string_value),
    TypeCode.JSON: lambda value: json.loads(value.string_value),
}


def read_row(
    database: Any, purpose: Purpose, table: str, columns: Sequence[str], key: Sequence[str]
) -> list[Any] | None:
    with _session_of(database) as session:
        request = ReadRequest.pb()(
            session=session,
            table=table,
            columns=columns,
            key_set={"keys": [{"values": [{"string_value": part} for part in key]}]},
            request_options={"request_tag": purpose.tag, "priority": int(purpose.priority)},
        )
        found = database.spanner_api.read(request=ReadRequest.wrap(request), metadata=_metadata(database))
    return next(_rows_of(ResultSet.pb(found)), None)


def commit(
    database: Any, purpose: Purpose, mutations: Iterable[Mutation], *, timeout: float, retry_delay: float | None
) -> datetime:
    """Return the time of the commit. What is aborted is sent again, as Google's client does it."""
    with _session_of(database) as session:
        request = CommitRequest.pb()(
            session=session,
            mutations=map(Mutation.pb, mutations),
            single_use_transaction={"read_write": {}},
            request_options={"transaction_tag": purpose.tag, "priority": int(purpose.priority)},
        )
        send = partial(
            database.spanner_api.commit, request=CommitRequest.wrap(request), metadata=_metadata(database, LEADER)
        )
        response = _retry_on_aborted_exception(send, deadline=time() + timeout, default_retry_delay=retry_delay)
    return response.commit_timestamp  # type: ignore[no-any-return]


@contextmanager
def _session_of(database: Any) -> Iterator[str]:
    sessions = database.sessions_manager
    session = sessions.get_session(TransactionType.READ_ONLY)
    try:
        yield session.name
    finally:
        sessions.put_session(session)


def _metadata(database: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("google-cloud-resource-prefix", database.name), *more]


def _rows_of(found: Any) -> Iterator[list[Any]]:
    decoders = [DECODED[field.type_.code] for field in found.metadata.row_type.fields]
    for row in found.rows:
        yield [
            None if value.HasField("null_value") else decoded(value)
            for decoded, value in zip(decoders, row.values, strict=True)
        ]
