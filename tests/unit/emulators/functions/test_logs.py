from pathlib import Path

from emulators.functions.logs import MAX_LINES, Complaints, complaint


def test_warnings_and_worse_are_told_and_the_rest_is_not() -> None:
    assert complaint('{"severity": "INFO", "message": "all is well"}') is None
    assert complaint('{"severity": "WARNING", "message": "parked account-1"}') == "WARNING parked account-1"


def test_what_is_not_structured_is_told_because_nobody_meant_to_log_it() -> None:
    assert complaint("Traceback (most recent call last):") == "Traceback (most recent call last):"
    assert complaint("") is None
    assert complaint("[1]") == "[1]"


def test_each_line_is_told_once_and_only_when_it_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    complaints = Complaints({"a": log})
    log.write_text("one\ntw")
    assert list(complaints.fresh()) == ["a: one"]
    log.write_text("one\ntwo\n")
    assert list(complaints.fresh()) == ["a: two"]
    assert list(complaints.fresh()) == []


def test_a_flood_is_cut_short(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("again\n" * (MAX_LINES + 5))
    told = list(Complaints({"a": log}).fresh())
    assert told[-1] == f"a: … and 5 lines more in {log}"
    assert len(told) == MAX_LINES + 1
