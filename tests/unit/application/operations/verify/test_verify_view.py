"""Verify finds whatever is wrong, names the place and never a value, and lets traffic go on."""

import pytest

from accounts.account.commands import Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES, Profiles
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.verify import compare_rows, verify_streams
from onewrite.application.operations.verify import verdict as verdicts
from onewrite.application.operations.verify.verdict import Difference, Verdict
from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.views import Checkpoint, Delete, Put
from onewrite.bootstrap import Adapters, App
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from tests.support.data.builders import a_commit
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import accept, an_account
from tests.support.data.verifying import EXTRA, NOON, found, tamper, three_accounts
from tests.support.domains.fragile import ADA, Fragile, app_of, follow
from tests.support.systems.adapters import on_both_stores


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


@on_both_stores()
def test_a_view_that_is_what_the_store_says_has_no_differences(app: App) -> None:
    three_accounts(app)
    for projection, rows in (("profiles", 3), ("interests", 4)):
        build_generation(app, projection)
        verdict = app.operate.verify(projection)
        assert (verdict.generations, verdict.streams, verdict.rows) == ((1, 2), 3, rows)
        assert (verdict.differences, verdict.named) == (0, [])
        assert app.adapters.generations.read(projection).state is BuildState.VERIFIED


def test_an_empty_view_of_nothing_has_no_differences(app: App) -> None:
    assert app.operate.verify("profiles") == Verdict("profiles", (1,))


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        (Delete(PROFILES, ("bob",)), "profiles bob", "missing"),
        (Put(PROFILES, {"account_id": "eve", **EXTRA}), "profiles eve", "should not be there"),
        (Put(PROFILES, {"account_id": "no stream's key", **EXTRA}), "profiles no stream's key", "should not be there"),
        (Put(PROFILES, {"account_id": "0", **EXTRA}), "profiles 0", "should not be there"),
        (Put(PROFILES, {"account_id": "zoe", **EXTRA}), "profiles zoe", "should not be there"),
        (Put(PROFILES, {"account_id": "bob", "name": "Mallory"}), "profiles bob", "differs in name"),
        (Put(PROFILES, {"account_id": "bob", "status": None}), "profiles bob", "differs in status"),
        (
            Put(PROFILES, {"account_id": "cy", "address": "Elsewhere", "changed_at": NOON}),
            "profiles cy",
            "differs in address, changed_at",
        ),
    ],
    ids=["missing", "extra", "odd_key", "extra_first", "extra_last", "changed", "emptied", "two_columns"],
)
def test_a_tampered_row_is_found_in_either_generation(app: App, change: Put | Delete, place: str, problem: str) -> None:
    three_accounts(app)
    build_generation(app)
    for number, generation in enumerate((2, 1), start=1):
        tamper(app, generation, change)
        verdict = app.operate.verify("profiles")
        assert sorted(found(verdict)) == [(tampered, place, problem) for tampered in (1, 2)[-number:]]
    assert not any(secret in str(verdict) for secret in ("Mallory", "Elsewhere", "Nowhere", "London", "Ada"))


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (
            Delete(INTERESTS, ("bob", "tea")),
            [(1, "interests bob/tea", "missing"), (1, "popular_interests tea", "differs in accounts")],
        ),
        (
            Put(INTERESTS, {"account_id": "bob", "interest": "tea", "added_at": NOON}),
            [(1, "interests bob/tea", "differs in added_at")],
        ),
    ],
    ids=["missing", "changed"],
)
def test_a_table_of_many_rows_for_a_stream_is_compared_row_by_row(
    app: App, change: Put | Delete, problems: list[tuple[int, str, str]]
) -> None:
    three_accounts(app)
    app.adapters.views.transact("interests", 1, lambda t: t.write([change], []))
    assert found(app.operate.verify("interests")) == problems


@pytest.mark.parametrize("generation", [1, 2])
def test_a_parked_stream_is_found_in_either_generation(app: App, fragile: Fragile, generation: int) -> None:
    three_accounts(app)
    build_generation(app)
    stream = accept(app, StreamId.parse("account-bob"), Rename(name="Robert")).stream
    fragile.fail(stream, 4)
    app.advance(fragile, generation, [stream])
    fragile.mend()
    assert found(app.operate.verify("profiles")) == [(generation, "account-bob", "parked at version 3")]


def test_a_stream_that_fails_and_is_not_parked_yet_is_behind(adapters: Adapters, fragile: Fragile) -> None:
    app = app_of(adapters, fragile, park_after_attempts=5, attempt_interval_seconds=60)
    stream = three_accounts(app)[1]
    accept(app, stream, Rename(name="Robert"))
    fragile.fail(stream, 4)
    assert found(app.operate.verify("profiles")) == [(1, "account-bob", "behind at version 3 of 4")]


def test_a_checkpoint_that_ran_ahead_of_its_stream_is_found(app: App) -> None:
    stream = three_accounts(app)[1]
    app.adapters.views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(stream, 9)]))
    assert found(app.operate.verify("profiles")) == [(1, "account-bob", "ahead at version 9 of 3")]


def test_what_only_lags_is_brought_up_to_date_and_is_no_difference(app: App) -> None:
    streams = three_accounts(app)
    build_generation(app)
    accept(app, streams[1], Rename(name="Robert"))
    an_account(app, key="dora")
    assert app.operate.verify("profiles").differences == 0
    assert app.operate.status.full().projections["profiles"].counts.lagging == 0


def test_the_verdict_on_the_generation_being_built_is_kept(app: App) -> None:
    three_accounts(app)
    build_generation(app)
    tamper(app, 2, Delete(PROFILES, ("bob",)))
    assert app.operate.verify("profiles").by_generation == {2: 1}
    assert app.adapters.generations.read("profiles").state is BuildState.DIFFERS


def test_a_broken_active_generation_is_named_and_does_not_keep_its_repair_from_being_switched_to(app: App) -> None:
    three_accounts(app)
    tamper(app, 1, Put(PROFILES, {"account_id": "bob", "name": "Mallory"}))
    build_generation(app)
    assert app.operate.verify("profiles").by_generation == {1: 1}
    assert app.operate.switch.switch("profiles", ADA).active == 2
    assert app.operate.verify("profiles").differences == 0


class Shouting(Profiles):
    """The next version of the projection's code."""

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        super().apply(recorded, view)
        if recorded.event_type == "UserRenamed":
            view.put(PROFILES, account_id=recorded.stream.key, name=recorded.data["name"].upper())


def test_a_rebuild_with_changed_code_can_be_switched_to(app: App, adapters: Adapters) -> None:
    three_accounts(app)
    changed = app_of(adapters, Shouting())
    build_generation(changed)
    assert found(changed.operate.verify("profiles")) == [(1, "profiles ada", "differs in name")]
    assert changed.operate.switch.switch("profiles", ADA).active == 2


@pytest.mark.parametrize(("error", "events_per_read"), [(ValueError, 5000), (ArithmeticError, 2)])
def test_a_skipped_event_is_left_out_of_the_fold_and_counted(
    app: App, fragile: Fragile, monkeypatch: pytest.MonkeyPatch, error: type[Exception], events_per_read: int
) -> None:
    monkeypatch.setattr(compare_rows, "EVENTS_PER_READ", events_per_read)
    monkeypatch.setattr(verify_streams, "PAGE", PageSize(2))
    streams = [an_account(app, key=key) for key in ("ada", "bob", "cy")]
    for stream in streams:
        accept(app, stream, Rename(name="Bad"), Rename(name="Good"))
        fragile.fail(stream, 2, error)
    fragile.fail(streams[0], 3, error)
    follow(app, *streams)
    build_generation(app)
    assert app.operate.verify("profiles").differences == 2 * 3
    for _ in range(2):
        app.operate.release.skip(app.operate.release.parked("profiles"), ADA)
    verdict = app.operate.verify("profiles")
    assert (verdict.differences, verdict.skipped) == (0, 4), "two of the first stream"
    assert app.operate.switch.switch("profiles", ADA).active == 2


def test_an_event_that_was_skipped_and_can_be_applied_now_is_a_difference(app: App, fragile: Fragile) -> None:
    stream = an_account(app, key="ada")
    accept(app, stream, Rename(name="Bad"))
    fragile.fail(stream, 2)
    follow(app, stream)
    app.operate.release.skip(app.operate.release.parked("profiles"), ADA)
    fragile.mend()
    assert found(app.operate.verify("profiles")) == [(1, "profiles ada", "differs in name, changed_at")]


@on_both_stores()
def test_pages_and_steps_answer_for_everything_between_them(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_streams, "PAGE", PageSize(2))
    monkeypatch.setattr(compare_rows, "EVENTS_PER_READ", 2)
    streams = [an_account(app, *"abc"[: number % 4], key=f"k{number}") for number in range(9)]
    follow(app, *streams)
    assert app.operate.verify("interests").differences == 0
    for key in ("k", "k3", "k35", "k7x", "z"):
        tamper(app, 1, Put(PROFILES, {"account_id": key, **EXTRA}))
    tamper(app, 1, Delete(PROFILES, ("k5",)))
    verdict = app.operate.verify("profiles")
    assert [place for _, place, _ in found(verdict)] == [
        f"profiles {key}" for key in ("k", "k3", "k35", "k5", "k7x", "z")
    ]
    assert (verdict.streams, verdict.rows) == (9, 12)


def test_only_the_first_differences_are_named_and_all_are_counted(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "MAX_NAMED_DIFFERENCES", 2)
    for key in "abcd":
        tamper(app, 1, Put(PROFILES, {"account_id": key, **EXTRA}))
    verdict = app.operate.verify("profiles")
    assert (verdict.differences, len(verdict.named)) == (4, 2)
    assert verdict.named[0] == Difference(1, "profiles a", "should not be there")


def test_streams_of_other_categories_are_not_compared(app: App) -> None:
    three_accounts(app)
    app.adapters.store.append(a_commit(app.adapters.store.read_head(StreamId("order", "7"))))
    assert app.operate.verify("profiles").streams == 3
