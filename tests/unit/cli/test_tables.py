"""Tables stay readable at any width, and nothing of them is cut off."""

import re

import pytest

from onewrite.cli.tables import print_table

NAME = "a_projection_with_a_name_of_forty_letters"
STREAM = "account-" + "0123456789abcdef" * 7 + "0123456"
ERROR = "The store refuses the rows: compare what is written with the table's columns " * 4
COLUMNS = ("view", "stream", "version", "error")
SHORT = [["profiles", "account-7", 2, "KeyError in Profiles.renamed line 7"], ["interests", "account-8", 3, None]]
LONG = [*SHORT, [NAME, STREAM, 2, ERROR]]

Captured = pytest.CaptureFixture[str]


@pytest.fixture(params=[40, 80, 140])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of a terminal."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", str(request.param))
    return int(request.param)


def shown(capsys: Captured) -> list[str]:
    """Return the lines, without what makes some of them bold."""
    return re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()


def test_a_terminal_shows_what_is_short_side_by_side(width: int, capsys: Captured) -> None:
    print_table(COLUMNS, SHORT)
    lines = shown(capsys)
    assert max(map(len, lines)) <= width
    is_a_table = lines[0].split() == list(COLUMNS)
    assert is_a_table == (width > 40)


def test_a_terminal_shows_what_is_long_one_below_the_other_and_all_of_it(width: int, capsys: Captured) -> None:
    print_table(COLUMNS, LONG)
    lines = shown(capsys)
    assert max(map(len, lines)) <= width
    assert [line.split()[0] for line in lines if line and line[0] != " "] == [*COLUMNS] * 3
    assert [line for line in lines if not line.strip()] == [""] * 3, "one below each"
    together = "".join("".join(line[9:] for line in lines).split())
    assert all("".join(str(cell).split()) in together for row in LONG for cell in row if cell)


def test_a_long_sentence_is_folded_in_the_last_column_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "90")
    print_table(COLUMNS, [[NAME, "account-7", 2, ERROR]])
    heading, _, first, *more, last = shown(capsys)
    assert heading.split() == list(COLUMNS)
    assert first.split()[:3] == [NAME, "account-7", "2"]
    beginning = heading.index("error")
    assert {line[:beginning].strip() for line in more} == {""}
    assert " ".join(line[beginning:].strip() for line in (first, *more)) == ERROR.strip()
    assert last == ""


@pytest.mark.parametrize(("columns", "fits"), [(38, True), (37, False)])
def test_a_table_is_one_for_as_long_as_it_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, columns: int, fits: bool
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    print_table(COLUMNS, [["profiles", "account-7", 2, "KeyError"]])
    lines = shown(capsys)
    assert (lines[0].split() == list(COLUMNS)) == fits
    assert max(map(len, lines)) <= columns


def test_a_number_that_is_zero_is_shown_and_nothing_is_a_dash(capsys: Captured) -> None:
    print_table(("number", "reason"), [[0, None]])
    assert shown(capsys)[2].split() == ["0", "-"]


def test_a_pipe_gets_each_row_in_one_line(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    print_table(COLUMNS, LONG)
    heading, _, *lines, last = capsys.readouterr().out.splitlines()
    assert heading.split() == list(COLUMNS)
    assert lines[1].split() == ["interests", "account-8", "3", "-"]
    assert lines[2].split() == [NAME, STREAM, "2", *ERROR.split()]
    assert last == ""
