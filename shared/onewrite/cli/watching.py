"""Watching: what is shown is looked at again and again, and drawn anew whenever it has changed."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Final

from rich.live import Live
from rich.text import Text

from onewrite.cli.output import console

PAUSE_SECONDS: Final = 2.0


def pause(seconds: float) -> None:
    """Wait until Ctrl-C at most."""
    Event().wait(seconds)


def watch(look: Callable[[], str], wait: Callable[[float], object] = pause) -> None:
    """Show the text until Ctrl-C: in its place on a terminal, one below the other in a pipe."""
    place, shown = console(), ""
    with suppress(KeyboardInterrupt), Live(console=place, auto_refresh=False) as live:
        while True:
            if (text := look()) != shown:
                shown = text
                if place.is_terminal:
                    live.update(Text.from_ansi(text), refresh=True)
                else:
                    place.print(text)
            wait(PAUSE_SECONDS)
