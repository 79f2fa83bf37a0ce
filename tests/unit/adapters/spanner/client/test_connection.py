"""Every call to Spanner has a limit, and what passes by itself is told as Unavailable."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from google.api_core import exceptions as google
from google.api_core.retry import Retry
from google.cloud.spanner_v1 import SpannerClient

from onewrite.adapters.purpose import Priority, Purpose
from onewrite.adapters.spanner import connect
from onewrite.adapters.spanner.client.calls import ROLLBACK_SECONDS, limit_calls
from onewrite.adapters.spanner.client.connection import LONG_TIMEOUT_SECONDS, Connection, Database, _undone_on_a_fault
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.errors import Unavailable
from tests.support.checks.told_work import ToldWork
from tests.support.faults.databases import committing, failing_with

FAULTS: list[type[Any]] = [
    google.Aborted,
    google.Cancelled,
    google.DeadlineExceeded,
    google.InternalServerError,
    google.ResourceExhausted,
    google.ServiceUnavailable,
    google.Unknown,
]


def commit(connection: Connection) -> None:
    with connection.commit() as mutations:
        mutations.insert("events", ("version",), [[1]])


USES: dict[str, Callable[[Connection], object]] = {
    "read": lambda connection: connection.read("events", ("version",), None),
    "row": lambda connection: connection.row("streams", ("version",), "account-7"),
    "query": lambda connection: connection.query("SELECT 1"),
    "commit": commit,
    "transact": lambda connection: connection.transact(lambda transaction: transaction),
}
#: Google's client has these as well; nothing here calls them, or not while anybody waits.
UNUSED = {
    "batch_write",
    "delete_session",
    "execute_batch_dml",
    "execute_sql",
    "fetch_cache_update",
    "list_sessions",
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    "fault", [*(fault("x", errors=["x"]) for fault in FAULTS), google.RetryError("x", cause=None)], ids=repr
)
def test_what_passes_by_itself_is_unavailable_and_named(use: str, fault: Exception) -> None:
    with pytest.raises(Unavailable, match=rf"could not answer \({type(fault).__name__}\): try again") as told:
        USES[use](failing_with(fault))
    assert told.value.metadata == {"cause": type(fault).__name__}


@pytest.mark.parametrize("use", USES)
def test_what_only_the_caller_can_judge_says_the_same_of_every_request(use: str) -> None:
    refusal = google.FailedPrecondition("too long, request_id = 1.1675913876201326159.1.0.29.1")
    with pytest.raises(google.FailedPrecondition) as told:
        USES[use](failing_with(refusal))
    assert str(told.value) == "400 too long"


@pytest.mark.parametrize("use", ["commit", "transact"])
def test_what_is_aborted_again_and_again_ends_in_time(use: str) -> None:
    connection = failing_with(google.Aborted("again", errors=["again"]))
    with pytest.raises(Unavailable):
        USES[use](connection)
    told = connection.database.options.items() >= {"timeout_secs": 0.1, "default_retry_delay": 0.01}.items()
    assert told or 1 < connection.database.commits <= 11


def test_a_transaction_that_is_aborted_while_it_reads_counts_among_the_commits(told_work: ToldWork) -> None:
    def read(transaction: object) -> None:
        raise google.Aborted("again")

    with pytest.raises(google.Aborted):
        _undone_on_a_fault(read, Tagged(None, Purpose("test", Priority.HIGH)))
    assert told_work("commit_ended", "seconds") == {("Aborted",): (1, 0)}


def test_every_attempt_to_commit_counts_by_how_it_ends(told_work: ToldWork) -> None:
    api = committing(google.Aborted("again"), google.AlreadyExists("it is there"), None)
    limit_calls(api, 1)
    for expected in (google.Aborted, google.AlreadyExists):
        with pytest.raises(expected):
            api.commit()
    api.commit()
    assert {*told_work("commit_ended", "seconds")} == {("Aborted",), ("AlreadyExists",), ("ok",)}


def test_a_thread_whose_transaction_failed_may_begin_another() -> None:
    connection = failing_with(google.ServiceUnavailable("no session"))
    with pytest.raises(Unavailable):
        connection.transact(lambda transaction: None)
    assert not connection.database._local.transaction_running


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """The options of the last call of each kind that Google's client was asked for."""
    calls: dict[str, dict[str, Any]] = {}

    def recorder(name: str) -> Callable[..., None]:
        return lambda client, *arguments, **options: calls.update({name: options})

    for name, method in inspect.getmembers(SpannerClient, inspect.isfunction):
        if "request" in inspect.signature(method).parameters and name not in UNUSED:
            monkeypatch.setattr(SpannerClient, name, recorder(name))
            calls[name] = {}
    monkeypatch.setenv("SPANNER_EMULATOR_HOST", "127.0.0.1:1")
    return calls


def limits(database: Database, calls: dict[str, dict[str, Any]]) -> set[float]:
    """Make each call with options of its own; return all limits of time that were in force."""
    for name in calls:
        getattr(database.spanner_api, name)(timeout=3600, retry=None)
    retries = [options["retry"] for options in calls.values()]
    assert all(isinstance(retry, Retry) for retry in retries)
    return {options["timeout"] for options in calls.values()} | {retry.timeout for retry in retries}


def test_every_call_ends_in_time_with_its_repeats_whatever_it_asks_for(calls: dict[str, dict[str, Any]]) -> None:
    connection = connect("p", "i", "d", role="reader", timeout=7, retry_delay=None)
    assert len(calls) >= 10
    assert limits(connection.database, calls) == {7, ROLLBACK_SECONDS}
    assert limits(connection.long_running.database, calls) == {LONG_TIMEOUT_SECONDS, ROLLBACK_SECONDS}
    assert {one.database.database_role for one in (connection, connection.long_running)} == {"reader"}


def test_a_call_is_repeated_only_where_spanner_was_too_busy_to_begin_it(calls: dict[str, dict[str, Any]]) -> None:
    connection = connect("p", "i", "d", role=None, timeout=7, retry_delay=None)
    limits(connection.database, calls)
    repeats = calls["commit"]["retry"]._predicate
    assert [fault for fault in FAULTS if repeats(fault("x"))] == [google.ResourceExhausted, google.ServiceUnavailable]
