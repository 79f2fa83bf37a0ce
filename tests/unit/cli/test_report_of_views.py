"""What people see of a report, word for word."""

from collections.abc import Mapping

import pytest

from onewrite.cli.commands.reconcile import show

VIEW = {
    "generation": 1,
    "building": None,
    "building_state": None,
    "previous": None,
    "problem": None,
    "lagging": 0,
    "healed": 0,
    "parked": 0,
    "ahead": 0,
    "oldest_lagging_seconds": None,
    "oldest_parked_seconds": None,
}
REPORT: Mapping[str, object] = {
    "heads": 0,
    "unpublished": 0,
    "oldest_unpublished_seconds": None,
    "parked": 0,
    "left_over": [],
    "walked_seconds": 0.0,
    "swept_seconds": None,
    "walks": {},
}


def shown(capsys: pytest.CaptureFixture[str], report: Mapping[str, object], **views: Mapping[str, object]) -> list[str]:
    show({**REPORT, **report, "projections": {name: {**VIEW, **view} for name, view in views.items()}})
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_where_all_is_well_nothing_is_advised(capsys: pytest.CaptureFixture[str]) -> None:
    heading, _, profiles, empty, sentence = shown(capsys, {}, profiles={"previous": 2})
    assert heading == "view      answers  building  behind  healed  parked"
    assert profiles == "profiles  1        -         0       0       0"
    assert (empty, sentence) == ("", "0 streams; 0 events unpublished")


def test_whatever_waits_is_told_with_its_age(capsys: pytest.CaptureFixture[str]) -> None:
    profiles = {"generation": 3, "building": 4, "building_state": "under_way", "lagging": 2, "healed": 1, "parked": 5}
    ages = {"oldest_lagging_seconds": 61.0, "oldest_parked_seconds": 7200.0}
    report = {"heads": 1, "unpublished": 1, "oldest_unpublished_seconds": 0.0, "parked": 5}
    _, _, line, _, sentence, advice = shown(capsys, report, profiles={**profiles, **ages})
    assert line == "profiles  3        4, under way  2, for 1 min  1       5, for 2 h"
    assert sentence == "1 stream; 1 event unpublished, the oldest for 0.0 s"
    assert advice == "What is parked, and why: `onewrite parked`"


def test_of_many_events_that_wait_nobody_counts_all(capsys: pytest.CaptureFixture[str]) -> None:
    for found, told in ((10_000, "10000 events"), (10_001, "more than 10,000 events")):
        *_, sentence = shown(capsys, {"unpublished": found, "oldest_unpublished_seconds": 5.0})
        assert sentence == f"0 streams; {told} unpublished, the oldest for 5.0 s"


def test_what_is_behind_for_long_is_told_with_what_helps(capsys: pytest.CaptureFixture[str]) -> None:
    long = {"lagging": 2, "healed": 1, "oldest_lagging_seconds": 121.0}
    views: dict[str, Mapping[str, object]] = {
        "profiles": long,
        "interests": {**long, "healed": 2},
        "names": {**long, "oldest_lagging_seconds": 119.0},
    }
    *_, sentence, advice = shown(capsys, {}, **views)
    assert sentence == "0 streams; 0 events unpublished"
    assert advice == "profiles has been behind for long: `onewrite reconcile` advances it"


def test_what_only_a_person_can_mend_is_told_with_how(capsys: pytest.CaptureFixture[str]) -> None:
    views: dict[str, Mapping[str, object]] = {
        "profiles": {"ahead": 1},
        "interests": {"ahead": 2},
        "tasks": {"problem": "tasks has another key: see it"},
    }
    *_, first, second, third, last = shown(capsys, {"left_over": ["names"]}, **views)
    assert first == "profiles has applied more of 1 stream than the store holds: `onewrite rebuild profiles`"
    assert second == "interests has applied more of 2 streams than the store holds: `onewrite rebuild interests`"
    assert third == "tasks has another key: see it"
    assert last == "names is left over: this code doesn't declare it. When you won't go back: `onewrite remove names`"


def test_a_domain_without_projections_has_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, {}) == ["There are no projections.", "0 streams; 0 events unpublished"]


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (None, "No walk over the streams has ended yet, `onewrite reconcile` is one; 0 events unpublished"),
        (59.0, "7 streams; 0 events unpublished"),
        (3600.0, "7 streams as of 1 h ago; 0 events unpublished"),
    ],
)
def test_what_was_counted_a_while_ago_is_told_with_its_age(
    capsys: pytest.CaptureFixture[str], age: float | None, told: str
) -> None:
    assert shown(capsys, {"heads": 7, "walked_seconds": age})[-1] == told


def test_walks_that_are_under_way_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    walks = {"reconcile": {"ranges": 16, "done": 3, "began_seconds": 61.0}}
    assert shown(capsys, {"walks": walks})[-1] == "reconcile: 3 of 16 ranges done, since 1 min"


@pytest.mark.parametrize(("age", "number"), [(600.0, 0), (601.0, 1)])
def test_an_outbox_that_nobody_sweeps_is_told(capsys: pytest.CaptureFixture[str], age: float, number: int) -> None:
    told = "The outbox was not swept for 10 min: does the scheduled relay run?"
    assert shown(capsys, {"swept_seconds": age}).count(told) == number
