"""What the library logs is told on standard error, unless a report tells it."""

import logging

import pytest

from onewrite.cli.messages import MessageHandler

#: Longer than a terminal is wide, and with brackets that mean nothing.
LONG = "[red] " + "word " * 40
log = logging.getLogger("onewrite.somewhere")


@pytest.fixture(autouse=True)
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("onewrite")
    monkeypatch.setattr(logger, "handlers", [MessageHandler()])
    monkeypatch.setattr(logger, "level", logging.INFO)


def test_warnings_and_errors_are_told_in_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("all is well")
    log.warning("no workers: %s", "later")
    log.error(LONG, extra={"action": "relay_failed"})
    log.error("profiles is parked", extra={"action": "stream_parked"})
    told = capsys.readouterr()
    assert (told.out, told.err.splitlines()) == ("", ["warning: no workers: later", f"error: {LONG}"])
