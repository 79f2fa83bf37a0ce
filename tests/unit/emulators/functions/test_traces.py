"""A trace in a log is one line for a person: what was raised, and where."""

from collections.abc import Callable
from traceback import format_exception

import pytest

from emulators.functions.traces import without_traces

HERE = "emulators/functions/test_traces.py"


def find(name: str) -> str:
    places: dict[str, str] = {}
    return places[name]


def find_again(name: str) -> str:
    try:
        return find(name)
    except KeyError as error:
        raise LookupError(f"no {name}") from error


LINE = find.__code__.co_firstlineno + 2
LAST = find_again.__code__.co_firstlineno + 4


def trace_of(call: Callable[[str], str], name: str) -> list[str]:
    with pytest.raises(LookupError) as raised:
        call(name)
    return "".join(format_exception(raised.value)).splitlines()


def test_a_trace_becomes_its_error_and_its_place() -> None:
    assert list(without_traces(trace_of(find, "ada"))) == [f"KeyError: 'ada' ({HERE}:{LINE})"]


def test_of_errors_that_follow_from_one_another_the_last_is_told() -> None:
    assert list(without_traces(trace_of(find_again, "ada"))) == [f"LookupError: no ada ({HERE}:{LAST})"]


@pytest.mark.parametrize(
    "announced",
    [
        "Exception in thread Thread-7 (f):",
        "[2026-11-26 05:41:33,123] ERROR in app: Exception on /accounts/7/create [POST]",
        "[2026-11-26 05:41:33 +0000] [4711] [ERROR] Exception in worker process",
    ],
)
def test_a_line_that_announces_a_trace_is_left_out_and_others_stay(announced: str) -> None:
    lines = ["before", announced, *trace_of(find, "ada"), "after", *trace_of(find, "bob")]
    told = ["before", f"KeyError: 'ada' ({HERE}:{LINE})", "after", f"KeyError: 'bob' ({HERE}:{LINE})"]
    assert list(without_traces(lines)) == told


def test_traces_one_after_the_other_are_told_each() -> None:
    lines = [*trace_of(find, "ada"), *trace_of(find, "bob")]
    assert list(without_traces(lines)) == [f"KeyError: '{name}' ({HERE}:{LINE})" for name in ("ada", "bob")]


def test_a_message_of_many_lines_is_told_by_its_first() -> None:
    lines = [*trace_of(find_again, "ada\n  bob\n  eve"), "after"]
    assert list(without_traces(lines)) == [f"LookupError: no ada ({HERE}:{LAST})", "after"]


def test_code_that_is_no_python_is_told_by_its_own_place() -> None:
    with pytest.raises(SyntaxError) as raised:
        compile("def f(:\n  pass", "/a/b/c/main.py", "exec")
    lines = "".join(format_exception(raised.value)).splitlines()
    assert list(without_traces(lines)) == ["SyntaxError: invalid syntax (b/c/main.py:1)"]


def test_lines_without_traces_stay_as_they_are() -> None:
    assert list(without_traces(["one", "  two", "", "three"])) == ["one", "  two", "three"]
