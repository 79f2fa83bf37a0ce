"""What people see of a verdict, word for word."""

from typing import Any

import pytest

from onewrite.cli.commands.verify import print_verdict

VERDICT: dict[str, Any] = {
    "projection": "profiles",
    "generations": [1, 2],
    "streams": 1,
    "rows": 2,
    "groups": 0,
    "skipped": 0,
}
NAMED = [{"generation": 2, "place": "profiles ada", "problem": "missing"}]


def shown(capsys: pytest.CaptureFixture[str], **verdict: object) -> list[str]:
    print_verdict({**VERDICT, **verdict}, as_json=False)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_what_equals_the_store_needs_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, differences=0, by_generation={}, named=[]) == [
        "profiles: 1 stream, 2 rows",
        "generation 1 equals the store: every row is what the events say",
        "generation 2 equals the store: every row is what the events say",
    ]


def test_groups_of_totals_are_told_where_there_are_some(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, generations=[1], groups=3, differences=0, by_generation={}, named=[]) == [
        "profiles: 1 stream, 2 rows, 3 groups of totals",
        "generation 1 equals the store: every row and total is what the events say",
    ]


def test_what_differs_is_named_and_what_is_not_named_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    all_of_it = shown(capsys, differences=1, by_generation={"2": 1}, named=NAMED)
    assert all_of_it[1:3] == [
        "generation 1 equals the store: every row is what the events say",
        "generation 2 differs from the store in 1 place",
    ]
    assert all_of_it[-2:] == ["2           profiles ada  missing", ""]
    some = shown(capsys, differences=3, by_generation={"2": 3}, named=NAMED)
    assert some[2] == "generation 2 differs from the store in 3 places"
    assert some[-1] == "… and 2 more"
