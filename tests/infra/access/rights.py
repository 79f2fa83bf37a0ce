"""Which rights on which tables and change streams the calls of Google's Spanner client need."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.cloud.spanner_v1 import (
    CommitRequest,
    ExecuteSqlRequest,
    PartitionReadRequest,
    ReadRequest,
    SpannerClient,
)

from onewrite.checks.statements import schema, tables
from tests.infra.access.grants import reading

Right = tuple[str, str]
CALLS = ("commit", "execute_sql", "execute_streaming_sql", "partition_read", "read", "streaming_read")
MUTATIONS = {
    "delete": ("DELETE",),
    "insert": ("INSERT",),
    "insert_or_update": ("INSERT", "UPDATE"),
    "replace": ("DELETE", "INSERT"),
    "update": ("UPDATE",),
}


def record_rights(patch: pytest.MonkeyPatch) -> set[Right]:
    """Return a set that fills with every right used from now on by clients made from now on."""
    used: set[Right] = set()
    for name in CALLS:
        patch.setattr(SpannerClient, name, _recording(getattr(SpannerClient, name), used))
    return used


def _recording(call: Callable[..., Any], used: set[Right]) -> Callable[..., Any]:
    def recorded(client: SpannerClient, request: Any = None, **options: Any) -> Any:
        used.update(_needed(request))
        return call(client, request=request, **options)

    return recorded


def _needed(request: Any) -> Iterator[Right]:
    match request:
        case CommitRequest():
            for mutation in request.mutations:
                kind = type(mutation).pb(mutation).WhichOneof("operation")
                yield from ((getattr(mutation, kind).table, right) for right in MUTATIONS[kind])
        case ReadRequest() | PartitionReadRequest():
            yield request.table, "SELECT"
        case ExecuteSqlRequest():
            assert not re.search(r"\b(INSERT|UPDATE|MERGE)\b", request.sql), f"not understood: {request.sql}"
            named = tables(schema()) & set(re.findall(r"\w+", request.sql))
            yield from ((table, "SELECT") for table in named)
            yield from ((table, "DELETE") for table in re.findall(r"DELETE FROM (\w+)", request.sql))
            for stream in re.findall(r"FROM READ_(\w+)", request.sql):
                yield from ((stream, "SELECT"), (reading(stream), "EXECUTE"))
        case _:
            raise AssertionError(f"not understood: {request!r}")
