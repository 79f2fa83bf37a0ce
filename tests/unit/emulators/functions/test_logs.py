from pathlib import Path

from emulators.functions.logs import AGAIN_AFTER_SECONDS, MAX_LINES, LogWarnings, warning_of
from tests.support.waiting.clocks import Clock


def test_warnings_and_worse_are_told_and_the_rest_is_not() -> None:
    assert warning_of('{"severity": "INFO", "message": "all is well"}') is None
    assert warning_of('{"severity": "WARNING", "message": "parked account-1"}') == "WARNING parked account-1"


def test_what_is_not_structured_is_told_because_nobody_meant_to_log_it() -> None:
    assert warning_of("Traceback (most recent call last):") == "Traceback (most recent call last):"
    assert warning_of("") is None
    assert warning_of("[1]") == "[1]"


def test_each_line_is_told_once_and_only_when_it_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    warnings = LogWarnings({"a": log})
    log.write_text("one\ntw")
    assert list(warnings.read_new()) == ["a: one"]
    log.write_text("one\ntwo\n")
    assert list(warnings.read_new()) == ["a: two"]
    assert list(warnings.read_new()) == []


def test_a_flood_is_cut_short(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("".join(f"{number}\n" for number in range(MAX_LINES + 5)))
    told = list(LogWarnings({"a": log}).read_new())
    assert told[-1] == f"a: … and 5 lines more in {log}"
    assert len(told) == MAX_LINES + 1


def test_a_line_that_repeats_is_told_once_in_a_minute(tmp_path: Path) -> None:
    logs = {"a": tmp_path / "a.log", "b": tmp_path / "b.log"}
    clock = Clock()
    warnings = LogWarnings(logs, clock.seconds)
    told = []
    for _ in range(3):
        for log in logs.values():
            with log.open("a") as file:
                file.write("on fire\non fire\n")
        told.append(list(warnings.read_new()))
        clock.let_pass(AGAIN_AFTER_SECONDS / 2)
    assert told == [["a: on fire", "b: on fire"], [], ["a: on fire", "b: on fire"]]
