"""What people see of streams that were released, word for word."""

from typing import Any

import pytest

from onewrite.cli.commands.release import print_released

AGAIN = {"version": 2, "error": "KeyError in Profiles.renamed line 7"}
REPORT: dict[str, Any] = {"projection": "profiles", "stream_id": None, "error_class": None, "by_error_class": {}}
STREAM = {"generation": 1, "stream_id": "account-ada", "from_version": 1, "version": 4, "parked_again": None}


def shown(capsys: pytest.CaptureFixture[str], *streams: object, **counts: object) -> list[str]:
    print_released({**REPORT, "parked_again": 0, "still_failing": 0, "streams": streams, **counts})
    return [line for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_where_nothing_was_parked_nothing_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, released=0) == ["Nothing is parked (profiles)."]


def test_each_stream_is_shown_and_all_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, row, end = shown(capsys, STREAM, released=1)
    assert row.split() == ["account-ada", "1", "1", "4", "no"]
    assert end == "1 stream released"


def test_what_is_not_named_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    named = {**STREAM, "version": 1, "parked_again": AGAIN}
    errors = {"KeyError": 7_000, "ValueError": 3}
    *_, row, more, end = shown(
        capsys, named, released=10_000, parked_again=7_003, still_failing=7_000, by_error_class=errors
    )
    assert row.endswith("at version 2: KeyError in Profiles.renamed line 7")
    assert more == "… and 9999 more"
    assert end == (
        "10000 streams released, 7003 parked again (7000 at the same event; 7000 KeyError, 3 ValueError): "
        "see `onewrite parked profiles`"
    )
