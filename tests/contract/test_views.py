"""What every store of views and checkpoints keeps its word on."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.views import Checkpoint, Delete, Put, ViewReads, Views, ViewTransaction
from onewrite.bootstrap import Adapters
from onewrite.domain.views import Row
from tests.support.checks.rows import row_of, rows_of
from tests.support.data.builders import a_commit, a_stream, an_event, an_event_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def a_profile(account_id: str, **columns: object) -> Put:
    row = {"name": "Ada", "address": "London", "status": "open", "created_at": NOON, "changed_at": NOON}
    return Put(PROFILES, {"account_id": account_id, **row, **columns})


def an_interest(account_id: str, text: str) -> Put:
    return Put(INTERESTS, {"account_id": account_id, "interest": text, "added_at": NOON})


def write(views: Views, *changes: Put | Delete, generation: int = 1) -> None:
    views.transact("profiles", generation, lambda transaction: transaction.write(changes, []))


def writing_of(changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> Callable[[ViewTransaction], None]:
    return lambda transaction: transaction.write(changes, checkpoints)


def profile(adapters: Adapters, key: str) -> Row | None:
    return row_of(adapters, PROFILES, key)


def test_rows_and_checkpoint_are_written_together_or_not_at_all(adapters: Adapters, views: Views) -> None:
    def fail(transaction: ViewTransaction) -> None:
        transaction.write([a_profile("ada")], [Checkpoint(a_stream("ada"), 1)])
        raise RuntimeError("between the write and the commit")

    with pytest.raises(RuntimeError):
        views.transact("profiles", 1, fail)
    stream = a_stream("ada")
    [known] = views.read_checkpoints([("profiles", 1)], stream).values()
    assert (profile(adapters, "ada"), known.version) == (None, 0)


def test_a_put_changes_only_the_columns_that_it_names(adapters: Adapters, views: Views) -> None:
    write(views, a_profile("ada"))
    write(views, Put(PROFILES, {"account_id": "ada", "name": "Countess", "changed_at": NOON}))
    assert profile(adapters, "ada") == a_profile("ada", name="Countess").row


def test_a_column_that_no_put_has_named_is_null(adapters: Adapters, views: Views) -> None:
    write(views, Put(PROFILES, {"account_id": "ada", "name": "Ada"}))
    assert profile(adapters, "ada") == dict.fromkeys(PROFILES.columns) | {"account_id": "ada", "name": "Ada"}


def test_a_deletion_takes_every_row_whose_key_starts_like_that(adapters: Adapters, views: Views) -> None:
    write(views, *(an_interest(key, text) for key in ("ada", "adam") for text in ("chess", "maths")))
    write(views, Delete(INTERESTS, ("ada",)), Delete(INTERESTS, ("adam", "chess")), Delete(INTERESTS, ("nobody",)))
    left = [(row["account_id"], row["interest"]) for row in rows_of(adapters, INTERESTS)]
    assert left == [("adam", "maths")]


def test_changes_are_made_in_order(adapters: Adapters, views: Views) -> None:
    write(views, an_interest("ada", "old"))
    write(views, Delete(INTERESTS, ("ada",)), an_interest("ada", "new"))
    assert [row["interest"] for row in rows_of(adapters, INTERESTS)] == ["new"]
    write(views, an_interest("bob", "old"), Delete(INTERESTS, ("bob",)))
    assert len(rows_of(adapters, INTERESTS)) == 1


def test_a_transaction_reads_rows_as_they_were_before_it(views: Views) -> None:
    write(views, a_profile("ada"))
    read = views.transact("profiles", 1, lambda t: (t.read_row(PROFILES, ("ada",)), t.read_row(PROFILES, ("bob",))))
    assert read == (a_profile("ada").row, None)


def test_a_transaction_reads_events_after_versions_up_to_a_limit(adapters: Adapters) -> None:
    streams = sorted((a_stream() for _ in range(3)), key=str)
    for stream in streams:
        adapters.store.append(a_commit(adapters.store.read_head(stream), *(an_event() for _ in range(3))))
    first, second, third = streams

    def read(transaction: ViewTransaction) -> list[tuple[object, int]]:
        transaction.read_checkpoints(streams)
        read = transaction.read_events({third: 0, first: 1, second: 3}, limit=4, size=10_000)
        return [(event.stream, event.version) for event in read.events]

    assert adapters.views.transact("profiles", 1, read) == [(first, 2), (first, 3), (third, 1), (third, 2)]


@pytest.mark.parametrize(
    ("sizes", "limit", "read", "is_all"),
    [
        ([100, 100, 100, 100], 9, [100, 100, 100], False),
        ([100, 100, 100], 9, [100, 100, 100], True),
        ([100, 250, 100], 9, [100], False),
        ([500, 100], 9, [500], False),
        ([500], 9, [500], True),
        ([100, 100, 100], 2, [100, 100], False),
    ],
    ids=["budget used up", "budget just enough", "next too large", "first too large", "only one too large", "limit"],
)
def test_events_are_read_until_a_budget_of_bytes_is_used_up(
    adapters: Adapters, sizes: list[int], limit: int, read: list[int], is_all: bool
) -> None:
    stream = a_stream()
    adapters.store.append(a_commit(adapters.store.read_head(stream), *map(an_event_of, sizes)))

    def look(view: ViewReads) -> tuple[list[int], bool]:
        found = view.read_events({stream: 0}, limit=limit, size=300)
        return [event.size for event in found.events], found.is_all

    def lock_and_look(transaction: ViewTransaction) -> tuple[list[int], bool]:
        transaction.read_checkpoints([stream])
        return look(transaction)

    assert adapters.views.transact("profiles", 1, lock_and_look) == (read, is_all)
    assert adapters.views.read_snapshot("profiles", 1, look) == (read, is_all)


def test_the_time_of_a_transaction_is_the_stores(adapters: Adapters) -> None:
    stream = a_stream()
    [before] = adapters.store.append(a_commit(adapters.store.read_head(stream)))
    now = adapters.views.transact("profiles", 1, lambda t: t.now())
    # The emulator's commits run ahead of its clock by some milliseconds.
    assert abs(now - before.committed_at) < timedelta(minutes=1)


def test_a_look_sees_rows_of_a_range_of_leading_keys(views: Views) -> None:
    write(views, *(an_interest(key, text) for key in "abcd" for text in ("chess", "tea")))
    write(views, an_interest("b", "other"), generation=2)

    def keys(after: str, upto: str | None) -> list[str]:
        return views.read_snapshot(
            "interests",
            1,
            lambda view: [
                row["account_id"] + row["interest"][0] for row in view.read_rows(INTERESTS, after=after, upto=upto)
            ],
        )

    assert keys("a", "c") == ["bc", "bt", "cc", "ct"]
    assert keys("", "a") == ["ac", "at"]
    assert keys("c", None) == ["dc", "dt"]


def test_an_operation_is_recorded_with_the_transaction_or_not_at_all(adapters: Adapters) -> None:
    def fail(transaction: ViewTransaction) -> None:
        transaction.audit(Operation("skip", Actor("ada")))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        adapters.views.transact("profiles", 1, fail)
    assert adapters.audit_log.newest(limit=9) == []
    operation = Operation("skip", Actor("ada", "because"), "profiles", "account-7", {"version": 3})

    def record(transaction: ViewTransaction) -> None:
        transaction.read_checkpoints([a_stream()])
        transaction.audit(operation)

    adapters.views.transact("profiles", 1, record)
    assert [performed.operation for performed in adapters.audit_log.newest(limit=9)] == [operation]


def test_events_are_read_without_a_transaction_in_the_order_of_streams(adapters: Adapters, views: Views) -> None:
    ada, bob = a_stream("ada"), a_stream("bob")
    for stream in (bob, ada, ada, bob):
        adapters.store.append(a_commit(adapters.store.read_head(stream)))
    read = views.read_events([("profiles", 1)], {bob: 0, ada: 1}, limit=2, size=10**6)
    assert [(event.stream, event.version) for event in read.events] == [(ada, 2), (bob, 1)]
    assert not read.is_all
    assert views.read_events([("profiles", 1)], {ada: 1}, limit=2, size=10**6).is_all
