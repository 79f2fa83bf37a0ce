"""A verify shows how much of each generation is compared by now, and prints nothing of that into JSON."""

from typing import Any

import pytest

from accounts.account.commands import Rename
from onewrite.application.operations.verify.verify_streams import VerifyStreams
from onewrite.bootstrap import App
from onewrite.cli.progress import verify
from onewrite.domain.events import JsonObject
from onewrite.domain.streams import StreamId
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import follow
from tests.support.systems.command_line import Terminal
from tests.support.waiting.eventually import eventually


@pytest.fixture
def stream(app: App) -> StreamId:
    stream = an_account(app, key="ada")
    accept(app, stream, Rename(name="Countess"))
    follow(app, stream)
    return stream


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told beside the bar on a terminal; no range is compared before that is something."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "140")
    told, counts_of, visit = list[str](), verify.counts_of, VerifyStreams.visit

    def telling(progress: dict[str, Any]) -> str:
        told.append(counts_of(progress))
        return told[-1]

    def visiting(*page: Any) -> JsonObject:
        eventually(lambda: told)
        return visit(*page)

    monkeypatch.setattr(verify, "counts_of", telling)
    monkeypatch.setattr(VerifyStreams, "visit", visiting)
    return told


def test_ranges_are_shown_until_all_are_done(onewrite: Terminal, stream: StreamId, told: list[str]) -> None:
    shown = onewrite("verify", "profiles")
    assert shown.code == 0
    assert (told[0], told[-1]) == ("generation 1: 0 of 1 range", "generation 1: 1 of 1 range")
    assert "generation 1: 1 of 1 range" in shown.err
    assert "generation 1 equals the store" in shown.out


def test_a_rebuild_shows_those_of_its_verify_too(onewrite: Terminal, stream: StreamId, told: list[str]) -> None:
    shown = onewrite("rebuild", "profiles")
    assert shown.code == 0
    assert "1 of 1 range, 1 stream, 2 events" in shown.err
    assert "generation 1: 1 of 1 range" in shown.err


def test_nothing_of_it_is_in_the_json(onewrite: Terminal, stream: StreamId, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    verified = onewrite("verify", "profiles", "--json")
    assert (verified.code, verified.err, verified.json["streams"]) == (0, "", 1)


def test_what_keeps_a_verify_from_beginning_is_told(onewrite: Terminal) -> None:
    refused = onewrite("verify", "nobody")
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1)


def test_counts_are_told_in_words() -> None:
    progress = {"generation": 2, "ranges": 16, "done": 3, "streams": 1200, "rows": 1, "differences": 0}
    assert verify.counts_of(progress) == "generation 2: 3 of 16 ranges, 1200 streams, 1 row"
    assert verify.counts_of({**progress, "differences": 2}).endswith(", 1200 streams, 1 row, 2 differences")
