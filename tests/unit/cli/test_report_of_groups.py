"""What people see of consumer groups, word for word."""

import re
from typing import Any

import pytest

from onewrite.cli.groups import show_groups

NAME = "pull_a_projection_with_a_name_of_forty_letters"
TOKEN = "__8BAYEG0l4oOFNRSIZQ" + "AbCd0123" * 15
WATERMARK = "2026-01-01T12:00:00.123456Z"
TRIED_AGAIN = "It is tried again, and goes on when that is mended"

Captured = pytest.CaptureFixture[str]


def a_partition(holder: str | None, **changes: Any) -> dict[str, Any]:
    return {"partition": "p", "holder": holder, "watermark": WATERMARK, "error": None, "attempts": 0, **changes}


def a_group(*partitions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a group with the instances that hold these partitions."""
    holders = [one["holder"] for one in partitions if one["holder"]]
    instances = {holder: holders.count(holder) for holder in sorted(holders)}
    group = {"group": "pull_profiles", "behind_seconds": 0.04, "instances": instances, "partitions": partitions}
    return {**group, **changes}


def shown(capsys: Captured, *groups: dict[str, Any]) -> list[str]:
    """Return the lines, without what makes some of them bold."""
    show_groups(groups)
    text = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out)
    return [line.rstrip() for line in text.splitlines()]


def shares(capsys: Captured, group: dict[str, Any]) -> str:
    _, heading, _, row, *_ = shown(capsys, group)
    return row[heading.index("shares") :]


def test_groups_stand_apart_from_the_views_above_and_where_all_is_well_nothing_is_advised(capsys: Captured) -> None:
    partitions = [a_partition(holder) for holder in "abaab"]
    apart, heading, _, pull, tail, *below = shown(capsys, a_group(*partitions), a_group(partitions[0], group="tail"))
    assert (apart, below) == ("", [""])
    assert heading == "group          instances  partitions  behind  shares"
    assert pull == "pull_profiles  2          5           0.0 s   3 + 2"
    assert tail == "tail           1          1           0.0 s   1"


@pytest.mark.parametrize(
    ("holders", "others", "told"),
    [
        (["a"], {}, "1"),
        (["a", "b", "b"], {}, "2 + 1"),
        (["a", "b"], {"c": 0}, "1 + 1 + 0"),
        (["a", None, "b", "a", None], {}, "2 + 1, nobody 2"),
        ([None, None], {}, "nobody"),
        ([None], {"c": 0}, "nobody"),
    ],
)
def test_the_share_of_each_instance_is_told_and_what_nobody_holds(
    capsys: Captured, holders: list[str | None], others: dict[str, int], told: str
) -> None:
    group = a_group(*map(a_partition, holders))
    assert shares(capsys, {**group, "instances": group["instances"] | others}) == told


def test_a_group_without_instances_is_told_with_what_starts_one(capsys: Captured) -> None:
    *_, row, empty, advice = shown(capsys, a_group(a_partition(None), behind_seconds=7200.0))
    assert row.split() == ["pull_profiles", "0", "1", "2", "h", "nobody"]
    assert empty == ""
    assert advice == "pull_profiles has no instance now: it goes on when its function is called, or its worker started"


@pytest.mark.parametrize(("seconds", "is_told"), [(119.9, False), (120.1, True)])
def test_instances_that_do_not_keep_up_are_told_with_what_helps(
    capsys: Captured, seconds: float, is_told: bool
) -> None:
    last = shown(capsys, a_group(a_partition("a"), behind_seconds=seconds))[-1]
    help_ = "see the logs of its instances, or let more run, one for each partition"
    assert last == (f"pull_profiles has been behind for long: {help_}" if is_told else "")


def test_whatever_fails_is_told_in_a_line_of_its_own_and_explains_why_the_group_is_behind(capsys: Captured) -> None:
    group = a_group(
        a_partition("a", partition=TOKEN, error="KeyError in find line 7", attempts=4),
        a_partition("a"),
        a_partition("b", partition="", error="Spanner could not answer", attempts=1),
        behind_seconds=7200.0,
    )
    *_, empty, first, second = shown(capsys, group)
    assert empty == ""
    stands = f"pull_profiles can't pass {WATERMARK} in"
    assert first == f"{stands} 4 attempts: KeyError in find line 7. {TRIED_AGAIN} (partition {TOKEN})"
    assert second == f"{stands} 1 attempt: Spanner could not answer. {TRIED_AGAIN} (the root partition)"


def test_what_fails_where_nobody_is_left_is_told_with_both(capsys: Captured) -> None:
    *_, fails, alone = shown(capsys, a_group(a_partition(None, error="ValueError", attempts=4)))
    assert fails.startswith("pull_profiles can't pass ")
    assert alone.startswith("pull_profiles has no instance now: ")


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_no_name_no_token_and_no_number_of_instances_breaks_the_table(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    holders = [f"instance-{number:02}" for number in range(40)]
    failing = a_group(a_partition("a", partition=TOKEN, error="ValueError"))
    lines = shown(capsys, a_group(*map(a_partition, holders), group=NAME), failing)
    assert max(map(len, lines)) <= columns
    together = "".join("".join(lines).split())
    assert all(whole in together for whole in (NAME, TOKEN, "+".join("1" * len(holders))))
