"""What transactions lock: what they will change, for themselves alone, and not a moment longer than they take."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from google.cloud.spanner_v1 import ReadRequest

from accounts import ACCOUNTS
from accounts.views.profiles import PROFILES
from onewrite.adapters.spanner import SpannerEventStore
from onewrite.application.ports.outbox import SHARDS
from onewrite.application.ports.views import ViewTransaction
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.views import Table
from onewrite.errors import NotInSchema
from tests.support.checks.round_trips import spanner_calls
from tests.support.data.requests import an_account
from tests.support.systems.adapters import settings

READ, COMMIT, ROLLBACK = "streaming_read", "commit", "rollback"
VIEW = ACCOUNTS.projection("profiles")
NOT_THERE = Table("not_there", key=("account_id",), row=PROFILES.row)


@pytest.fixture
def app(spanner_adapters: Adapters) -> App:
    return build(settings(eager_relay=False, generation_cache_seconds=600), ACCOUNTS, spanner_adapters)


@pytest.fixture
def locks(spanner_adapters: Adapters, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The kinds of locks that were asked for, by table."""
    assert isinstance(spanner_adapters.store, SpannerEventStore)
    api, locks = spanner_adapters.store.connection.database.spanner_api, dict[str, set[str]]()
    read = api.streaming_read

    def noting(request: ReadRequest, **options: Any) -> Any:
        found = read(request=request, **options)
        locks.setdefault(request.table, set()).add(request.lock_hint.name.removeprefix("LOCK_HINT_"))
        return found

    monkeypatch.setattr(api, "streaming_read", noting)
    return locks


def test_what_is_written_next_is_read_under_a_lock_of_its_own_and_all_else_without(
    app: App, locks: dict[str, set[str]]
) -> None:
    stream = an_account(app, "tea")
    locks.clear()
    app.advance(VIEW, 1, [stream])
    assert locks["checkpoints"] == {"EXCLUSIVE"}
    assert locks["events"] == {"UNSPECIFIED"}


def test_a_checkpoint_is_locked_by_those_who_advance_it_and_not_by_those_who_look(
    app: App, locks: dict[str, set[str]]
) -> None:
    stream = an_account(app)
    locks.clear()
    app.adapters.views.read_checkpoints([("profiles", 1)], stream)
    app.adapters.views.read_snapshot("profiles", 1, lambda view: view.read_checkpoints([stream]))
    assert locks["checkpoints"] == {"UNSPECIFIED"}


def test_leases_of_the_relay_are_taken_and_given_back_under_locks_of_their_own(
    app: App, locks: dict[str, set[str]]
) -> None:
    leases = app.adapters.outbox.acquire(range(SHARDS), "me", timedelta(minutes=1))
    app.adapters.outbox.release(leases)
    assert locks["relay_shards"] == {"EXCLUSIVE"}


def broken(transaction: ViewTransaction) -> None:
    transaction.read_row(NOT_THERE, ("ada",))


def confused(transaction: ViewTransaction) -> None:
    raise RuntimeError


@pytest.mark.parametrize(("work", "fault"), [(broken, NotInSchema), (confused, RuntimeError)])
def test_a_fault_inside_a_transaction_ends_it_at_once_and_nobody_waits_for_its_locks(
    app: App, work: Callable[[ViewTransaction], None], fault: type[Exception]
) -> None:
    stream, views = an_account(app), app.adapters.views

    def lock_and_fail(transaction: ViewTransaction) -> None:
        transaction.read_checkpoints([stream])
        work(transaction)

    with spanner_calls(app.adapters) as calls, pytest.raises(fault):
        views.transact("profiles", 1, lock_and_fail)
    assert calls[-1] == ROLLBACK
    with spanner_calls(app.adapters) as calls:
        assert app.advance(VIEW, 1, [stream]).applied == 1
    assert calls == [READ, READ, COMMIT]
