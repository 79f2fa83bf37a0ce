"""What is watched is drawn anew when it has changed, and ends on Ctrl-C without a word."""

from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console
from rich.text import Text

from onewrite.bootstrap import App
from onewrite.cli import watching
from onewrite.cli.output import drawn, say
from onewrite.cli.tables import print_table
from onewrite.cli.watching import watch
from tests.support.data.requests import an_account
from tests.support.systems.command_line import Terminal


def looks(*texts: str) -> tuple[Callable[[], str], Callable[[float], None]]:
    """Return what looks, and what waits between the looks; behind the last one it is Ctrl-C."""
    left = list(texts)

    def wait(_: float) -> None:
        if not left:
            raise KeyboardInterrupt

    return lambda: left.pop(0), wait


def test_in_a_pipe_each_change_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    watch(*looks("one", "one", "two", "two", "one"))
    assert capsys.readouterr().out.split() == ["one", "two", "one"]


def test_on_a_terminal_it_is_drawn_over_and_the_last_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    text = StringIO()
    terminal = Console(file=text, force_terminal=True, width=80, height=24, color_system=None)
    monkeypatch.setattr(watching, "console", lambda: terminal)
    watch(*looks("first", "first", "second"))
    out = text.getvalue()
    assert (out.count("first"), out.count("second") >= 1, out.endswith("\x1b[?25h")) == (1, True, True)
    assert out.index("first") < out.index("\x1b[2K") < out.rindex("second")


def test_what_is_drawn_is_what_would_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def draw() -> None:
        print_table(("view", "state"), [["profiles", Text("parked", "red")]])
        say("That is all")

    draw()
    printed = capsys.readouterr().out
    assert (drawn(draw), capsys.readouterr().out) == (printed, "")


def test_the_status_is_watched_until_ctrl_c(onewrite: Terminal, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = iter([lambda: an_account(app), None])

    def wait(_: float) -> None:
        if (thing := next(pauses)) is None:
            raise KeyboardInterrupt
        thing()

    monkeypatch.setattr("onewrite.cli.commands.status.watch", lambda look: watch(look, wait))
    watched = onewrite("status", "--watch")
    assert (watched.code, watched.err) == (0, "")
    assert [place in watched.out for place in ("0 unpublished", "1 event unpublished")] == [False, True]
    assert watched.out.count("profiles") == 2
