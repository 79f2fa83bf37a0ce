"""What every store of views and checkpoints keeps its word on."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count, takewhile
from threading import Event

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.views import Checkpoint, Delete, Put, Views, ViewTransaction
from onewrite.bootstrap import Adapters
from onewrite.domain.views import Row
from tests.support.data.builders import a_commit, a_stream, an_event

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


TEXTS = [("a", "tea"), ("a", "chess"), ("b", "tea"), ("b", "maths"), ("c", "tea")]


def a_profile(account_id: str, **columns: object) -> Put:
    row = {"name": "Ada", "address": "London", "status": "open", "created_at": NOON, "changed_at": NOON}
    return Put(PROFILES, {"account_id": account_id, **row, **columns})


def an_interest(account_id: str, text: str) -> Put:
    return Put(INTERESTS, {"account_id": account_id, "interest": text, "added_at": NOON})


def write(views: Views, *changes: Put | Delete, generation: int = 1) -> None:
    views.transact("profiles", generation, lambda transaction: transaction.write(changes, []))


def writing_of(changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> Callable[[ViewTransaction], None]:
    return lambda transaction: transaction.write(changes, checkpoints)


def profile(views: Views, key: str, generation: int = 1) -> Row | None:
    return views.find("profiles", generation, PROFILES, a_stream(key)).row


def test_rows_and_checkpoint_are_written_together_or_not_at_all(views: Views) -> None:
    def fail(transaction: ViewTransaction) -> None:
        transaction.write([a_profile("ada")], [Checkpoint(a_stream("ada"), 1)])
        raise RuntimeError("between the write and the commit")

    with pytest.raises(RuntimeError):
        views.transact("profiles", 1, fail)
    found = views.find("profiles", 1, PROFILES, a_stream("ada"))
    assert (found.row, found.checkpoint.version) == (None, 0)


def test_a_row_is_found_with_the_version_that_it_reflects(views: Views) -> None:
    views.transact("profiles", 1, lambda t: t.write([a_profile("ada")], [Checkpoint(a_stream("ada"), 4)]))
    found = views.find("profiles", 1, PROFILES, a_stream("ada"))
    assert found.row == a_profile("ada").row
    assert found.checkpoint.version == 4


def test_a_row_and_its_version_are_of_one_instant_however_fast_they_change(views: Views) -> None:
    stream = a_stream("7")

    enough = Event()

    def write_on() -> None:
        for version in takewhile(lambda _: not enough.is_set(), count(1)):
            change, checkpoint = a_profile("7", name=f"version {version}"), Checkpoint(stream, version)
            views.transact("profiles", 1, writing_of([change], [checkpoint]))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_on)
        try:
            for _ in range(50):
                found = views.find("profiles", 1, PROFILES, stream)
                name = f"version {found.checkpoint.version}" if found.checkpoint.version else None
                assert (found.row and found.row["name"]) == name
        finally:
            enough.set()
        writing.result()


def test_a_put_changes_only_the_columns_that_it_names(views: Views) -> None:
    write(views, a_profile("ada"))
    write(views, Put(PROFILES, {"account_id": "ada", "name": "Countess", "changed_at": NOON}))
    assert profile(views, "ada") == a_profile("ada", name="Countess").row


def test_a_column_that_no_put_has_named_is_null(views: Views) -> None:
    write(views, Put(PROFILES, {"account_id": "ada", "name": "Ada"}))
    assert profile(views, "ada") == dict.fromkeys(PROFILES.columns) | {"account_id": "ada", "name": "Ada"}


def test_a_deletion_takes_every_row_whose_key_starts_like_that(views: Views) -> None:
    write(views, *(an_interest(key, text) for key in ("ada", "adam") for text in ("chess", "maths")))
    write(views, Delete(INTERESTS, ("ada",)), Delete(INTERESTS, ("adam", "chess")), Delete(INTERESTS, ("nobody",)))
    left = [(row["account_id"], row["interest"]) for row in views.page(1, INTERESTS, after=None, limit=9)]
    assert left == [("adam", "maths")]


def test_changes_are_made_in_order(views: Views) -> None:
    write(views, an_interest("ada", "old"))
    write(views, Delete(INTERESTS, ("ada",)), an_interest("ada", "new"))
    assert [row["interest"] for row in views.page(1, INTERESTS, after=None, limit=9)] == ["new"]
    write(views, an_interest("bob", "old"), Delete(INTERESTS, ("bob",)))
    assert len(views.page(1, INTERESTS, after=None, limit=9)) == 1


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
        events = transaction.read_events({third: 0, first: 1, second: 3}, limit=4)
        return [(event.stream, event.version) for event in events]

    assert adapters.views.transact("profiles", 1, read) == [(first, 2), (first, 3), (third, 1), (third, 2)]


def test_the_time_of_a_transaction_is_the_stores(adapters: Adapters) -> None:
    stream = a_stream()
    [before] = adapters.store.append(a_commit(adapters.store.read_head(stream)))
    now = adapters.views.transact("profiles", 1, lambda t: t.now())
    # The emulator's commits run ahead of its clock by some milliseconds.
    assert abs(now - before.committed_at) < timedelta(minutes=1)


def test_pages_follow_one_another_in_key_order(views: Views) -> None:
    write(views, *(a_profile(key) for key in ("d", "a", "c", "b")), generation=2)
    write(views, a_profile("other"), generation=3)
    first = views.page(2, PROFILES, after=None, limit=3)
    assert [row["account_id"] for row in first] == ["a", "b", "c"]
    assert [row["account_id"] for row in views.page(2, PROFILES, after=("c",), limit=3)] == ["d"]


def test_a_search_finds_all_the_words_whatever_their_case(views: Views) -> None:
    write(
        views, an_interest("ada", "Analytical Engines"), an_interest("bob", "steam engines"), an_interest("cy", "tea")
    )
    assert {result.key for result in views.search(1, INTERESTS, "ENGINES", limit=9)} == {"ada", "bob"}
    [found] = views.search(1, INTERESTS, "engines analytical", limit=9)
    assert (found.key, found.texts) == ("ada", ("Analytical Engines",))
    assert found.score > 0
    assert views.search(1, INTERESTS, "nothing", limit=9) == []


def test_a_search_puts_more_matches_first_and_stays_in_its_generation(views: Views) -> None:
    write(views, *(an_interest("ada", text) for text in ("chess", "chess openings")), an_interest("bob", "chess"))
    write(views, an_interest("cy", "chess"), generation=2)
    found = views.search(1, INTERESTS, "chess", limit=9)
    assert [result.key for result in found] == ["ada", "bob"]
    assert found[0].texts == ("chess", "chess openings")
    assert found[0].score > found[1].score
    assert len(views.search(1, INTERESTS, "chess", limit=1)) == 1
    write(views, *(an_interest("zoe", text) for text in ("chess", "chess openings", "chess endings")))
    assert [result.key for result in views.search(1, INTERESTS, "chess", limit=9)] == ["zoe", "ada", "bob"]


def test_the_ranking_counts_texts_and_puts_the_most_frequent_first(views: Views) -> None:
    write(views, *(an_interest(key, text) for key, text in TEXTS))
    write(views, an_interest("z", "maths"), generation=2)
    assert views.rank(1, INTERESTS, limit=9) == [("tea", 3), ("chess", 1), ("maths", 1)]
    assert views.rank(1, INTERESTS, limit=1) == [("tea", 3)]


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
