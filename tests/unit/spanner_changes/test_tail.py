"""Changes as lines of JSON, and the arguments that choose them."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from spanner_changes import DataChange, Mod
from spanner_changes.__main__ import main, time_of
from spanner_changes.tail import JsonLines

TIME = datetime(2026, 11, 26, 7, 30, 0, 5, tzinfo=UTC)


def a_change(*mods: Mod) -> DataChange:
    return DataChange(
        timestamp=TIME,
        sequence="00000001",
        transaction="t1",
        table="things",
        mod_type="UPDATE",
        value_capture_type="OLD_AND_NEW_VALUES",
        columns=(),
        mods=mods,
        is_last_of_transaction_in_partition=True,
        records_in_transaction=1,
        partitions_in_transaction=1,
        transaction_tag="tag",
        is_system_transaction=False,
    )


def lines_of(*changes: DataChange) -> list[dict[str, object]]:
    out = io.StringIO()
    JsonLines(out)(changes)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_row_that_changed_is_a_line() -> None:
    change = a_change(Mod({"id": "a"}, {"n": 2}, {"n": 1}), Mod({"id": "b"}, {"n": 3}, {"n": 2}))
    first, second = lines_of(change)
    assert first == {
        "commit_timestamp": "2026-11-26T07:30:00.000005Z",
        "table": "things",
        "mod_type": "UPDATE",
        "keys": {"id": "a"},
        "new_values": {"n": 2},
        "old_values": {"n": 1},
        "transaction": "t1",
        "sequence": "00000001",
        "transaction_tag": "tag",
    }
    assert second["keys"] == {"id": "b"}


def test_values_that_json_does_not_know_are_text() -> None:
    values = {"bytes": b"\x00\xff", "number": Decimal("1.50"), "day": date(2026, 11, 26), "text": "Ä", "none": None}
    [line] = lines_of(a_change(Mod({}, values, {})))
    assert line["new_values"] == {"bytes": "AP8=", "number": "1.50", "day": "2026-11-26", "text": "Ä", "none": None}


@pytest.mark.parametrize(
    ("text", "ago"), [("30s", timedelta(seconds=30)), ("10m", timedelta(minutes=10)), ("2d", timedelta(days=2))]
)
def test_a_time_may_be_so_long_ago(text: str, ago: timedelta) -> None:
    assert abs(datetime.now(UTC) - ago - time_of(text)) < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["2026-11-26T07:30:00Z", "2026-11-26T08:30:00+01:00", "2026-11-26T07:30:00"])
def test_a_time_may_be_written_out_and_is_utc_if_it_does_not_say(text: str) -> None:
    assert time_of(text) == datetime(2026, 11, 26, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("arguments", [[], ["tail"], ["tail", "s", "--project", "p", "--since", "yesterday"]])
def test_wrong_arguments_end_with_2_and_say_what_is_wrong(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m spanner_changes" in capsys.readouterr().err


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPANNER_EMULATOR_HOST", "127.0.0.1:1")
    assert main(["tail", "no name", "--project", "p", "--instance", "inst", "--database", "d"]) == 2
    assert "'no name' is not the name of a change stream" in capsys.readouterr().err
