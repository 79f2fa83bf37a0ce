"""What is printed may be data of anybody, and must not steer the terminal of an operator."""

import pytest

from onewrite.bootstrap import App
from onewrite.cli.output import say
from onewrite.cli.streams.states import print_state
from onewrite.cli.tables import print_table
from tests.support.data.builders import an_event
from tests.support.data.parking import append
from tests.support.data.requests import an_account
from tests.support.systems.command_line import Terminal

#: Clears the screen, does so in one character, and turns a line around.
STEERS = "\x1b[2J \x9b2J \u202etxt"
SHOWN = "\\u001b[2J \\u009b2J \\u202etxt"


def test_data_cannot_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"ValueError: {STEERS}")
    print_table(["error"], [[STEERS]])
    print_state({"name": STEERS})
    out = capsys.readouterr().out
    assert out.count(SHOWN) == 3
    assert not set(out) & set("\x1b\x9b\u202e")


def test_nor_can_that_of_a_stream(onewrite: Terminal, app: App) -> None:
    append(app, an_account(app, key="ada"), an_event(data={"name": STEERS}))
    assert SHOWN in onewrite("stream", "account-ada", "--data").out
    assert "Grüße 東京" in onewrite("stream", str(an_account(app, "Grüße 東京", key="bob")), "--data").out
