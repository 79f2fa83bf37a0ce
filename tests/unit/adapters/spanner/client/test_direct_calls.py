"""A call that is sent as one message: what is in it, what comes back, and what becomes of its session."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.spanner_v1 import CommitRequest, CommitResponse, ReadRequest, ResultSet, TypeCode

from onewrite.adapters.purpose import Priority, Purpose
from onewrite.adapters.spanner.client.direct_calls import commit, read_row
from onewrite.adapters.spanner.client.mutations import Mutations

PURPOSE = Purpose("command.head", Priority.HIGH)
COLUMNS = ("stream_id", "version", "snapshot")
TYPES = (TypeCode.STRING, TypeCode.INT64, TypeCode.JSON)


class Database:
    """Google's, with one session; `sent` is what it was asked."""

    name = "projects/p/instances/i/databases/d"

    def __init__(self, respond: Callable[[], Any]) -> None:
        self.sent: list[tuple[Any, dict[str, str]]] = []
        self.sessions = ["session"]
        self.sessions_manager = SimpleNamespace(
            get_session=lambda kind: SimpleNamespace(name=self.sessions.pop()),
            put_session=lambda session: self.sessions.append(session.name),
        )

        def call(*, request: Any, metadata: list[tuple[str, str]]) -> Any:
            self.sent.append((request, dict(metadata)))
            return respond()

        self.spanner_api = SimpleNamespace(read=call, commit=call)


def found(*rows: list[Any]) -> Any:
    fields = [{"name": name, "type_": {"code": int(code)}} for name, code in zip(COLUMNS, TYPES, strict=True)]
    pb = ResultSet.pb()(metadata={"row_type": {"fields": fields}}, rows=[{"values": row} for row in rows])
    return ResultSet.wrap(pb)


def read(database: Database) -> list[Any] | None:
    return read_row(database, PURPOSE, "streams", COLUMNS, ["account-7"])


def test_a_row_is_read_by_its_key_strongly_under_the_name_of_its_purpose() -> None:
    database = Database(found)
    assert read(database) is None
    [(request, metadata)] = database.sent
    assert request == ReadRequest(
        session="session",
        table="streams",
        columns=COLUMNS,
        key_set={"keys": [["account-7"]]},
        request_options={"request_tag": "command.head", "priority": 3},
    )
    assert metadata == {"google-cloud-resource-prefix": database.name}


def test_a_row_has_its_values_as_they_were_written() -> None:
    whole = [{"string_value": "account-7"}, {"string_value": "12"}, {"string_value": '{"name":"Ada"}'}]
    without = [{"string_value": "account-7"}, {"string_value": "0"}, {"null_value": 0}]
    assert read(Database(lambda: found(whole))) == ["account-7", 12, {"name": "Ada"}]
    assert read(Database(lambda: found(without))) == ["account-7", 0, None]


def test_a_commit_goes_to_the_leader_with_its_mutations_and_no_transaction_before_it() -> None:
    database = Database(lambda: CommitResponse(commit_timestamp={"seconds": 7}))
    mutations = Mutations()
    mutations.insert("streams", ("stream_id",), [["account-7"]])
    committed_at = commit(database, PURPOSE, mutations.messages, timeout=1, retry_delay=None)
    [(request, metadata)] = database.sent
    assert request == CommitRequest(
        session="session",
        mutations=mutations.messages,
        single_use_transaction={"read_write": {}},
        request_options={"transaction_tag": "command.head", "priority": 3},
    )
    assert metadata == {"google-cloud-resource-prefix": database.name, "x-goog-spanner-route-to-leader": "true"}
    assert committed_at.timestamp() == 7


def test_a_session_goes_back_whatever_happens() -> None:
    def refuse() -> None:
        raise NotFound("Session not found")

    database = Database(refuse)
    with pytest.raises(NotFound):
        read(database)
    with pytest.raises(NotFound):
        commit(database, PURPOSE, [], timeout=1, retry_delay=None)
    assert database.sessions == ["session"]
