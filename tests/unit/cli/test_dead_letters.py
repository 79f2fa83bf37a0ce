"""What the bus gave up is listed, published again or discarded; exit codes tell."""

import pytest

from onewrite.adapters.memory import MemoryDeadLetters
from onewrite.adapters.memory.topic import GivenUp
from onewrite.bootstrap import App
from onewrite.domain.events import RecordedEvent
from tests.contract.test_topic import events
from tests.support.systems.command_line import Terminal


@pytest.fixture
def given_up(app: App) -> RecordedEvent:
    letters = app.adapters.dead_letters
    assert isinstance(letters, MemoryDeadLetters)
    [event] = events(1)
    letters.keep(GivenUp(event, "project_profiles", 1, event.committed_at))
    return event


def test_a_dead_letter_is_found_by_what_it_is_about_and_who_gave_it_up(
    onewrite: Terminal, given_up: RecordedEvent
) -> None:
    asked = onewrite("dead-letters", "--json")
    [found] = asked.json
    assert (asked.code, found["subject"], found["version"], found["attempts"]) == (1, str(given_up.stream), 1, 1)
    shown = onewrite("dead-letters", "--subscription", "project_profiles")
    assert (shown.code, shown.out.count(f"{given_up.stream} ")) == (1, 1)
    assert onewrite("dead-letters", "--stream", "account-nobody").code == 0


def test_without_any_it_says_so(onewrite: Terminal, app: App) -> None:
    shown = onewrite("dead-letters")
    assert (shown.code, shown.out) == (0, "The bus has no dead letters to show.\n")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["redrive", "--yes"], "1 dead letter published again.\n"),
        (["discard", "--yes", "--reason", "no event of ours"], "1 dead letter discarded.\n"),
    ],
)
def test_what_was_redriven_or_discarded_is_told_once(
    onewrite: Terminal, given_up: RecordedEvent, command: list[str], said: str
) -> None:
    done = onewrite(*command)
    assert (done.code, done.out) == (0, said)
    assert onewrite("dead-letters").code == 0
    assert onewrite(*command, "--json").json == {"handled": 0, "is_over": True}


def test_nothing_is_discarded_without_a_reason(onewrite: Terminal, given_up: RecordedEvent) -> None:
    assert onewrite("discard", "--yes").code == 2
    assert onewrite("dead-letters").code == 1


def test_a_real_project_is_asked_about_first(onewrite: Terminal, named: App, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ONEWRITE_STORE", "SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    refused = onewrite("redrive", answer="n\n")
    assert refused.code == 2
    assert "Publish dead letters again in in-memory, a real project" in refused.err
