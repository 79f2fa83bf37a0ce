"""Events that were set aside are listed, tried again or abandoned; exit codes tell."""

import pytest

from onewrite.application.ports.outbox import Pointer
from onewrite.bootstrap import App
from onewrite.domain.events import RecordedEvent
from tests.support.systems.command_line import Terminal
from tests.support.systems.sweeps import append


@pytest.fixture
def refused(app: App) -> RecordedEvent:
    [event] = append(app.adapters)
    app.adapters.unpublishable.set_aside({Pointer.to(event): "MessageTooLarge: 11,000,000 bytes"})
    return event


def test_what_was_set_aside_is_found_with_its_cause(onewrite: Terminal, refused: RecordedEvent) -> None:
    asked = onewrite("unpublishable", "--json")
    [found] = asked.json
    assert (asked.code, found["stream_id"], found["version"], found["size"]) == (
        1,
        str(refused.stream),
        1,
        refused.size,
    )
    shown = onewrite("unpublishable", refused.stream.key)
    assert shown.code == 1
    assert "MessageTooLarge: 11,000,000 bytes" in shown.out
    assert onewrite("unpublishable", "nobody").code == 0


def test_where_nothing_was_set_aside_it_says_so(onewrite: Terminal, app: App) -> None:
    shown = onewrite("unpublishable")
    assert (shown.code, shown.out) == (0, "No event was set aside.\n")


def test_what_is_tried_again_is_told_once(onewrite: Terminal, refused: RecordedEvent) -> None:
    done = onewrite("retry", "--yes")
    assert (done.code, done.out) == (0, "1 event for the next sweep to try again.\n")
    assert onewrite("unpublishable").code == 0
    assert onewrite("retry", "--yes", "--json").json == {"events": 0, "is_over": True}


def test_what_is_abandoned_is_told_with_its_cause(onewrite: Terminal, refused: RecordedEvent) -> None:
    event = (refused.stream.key, "1")
    assert onewrite("abandon", *event, "--yes").code == 2, "not without a reason"
    done = onewrite("abandon", *event, "--yes", "--reason", "nobody needs it")
    assert (done.code, done.out) == (
        0,
        f"Version 1 of {refused.stream} will not be published: MessageTooLarge: 11,000,000 bytes\n",
    )
    assert onewrite("abandon", *event, "--yes", "--reason", "nobody needs it").code == 2, "it is no more"


def test_status_tells_that_there_are_some(onewrite: Terminal, refused: RecordedEvent) -> None:
    advice = "1 event was set aside, as it can't be published: `onewrite unpublishable`"
    assert advice in onewrite("status").out
    assert len(onewrite("status", "--json").json["unpublishable"]) == 1
    onewrite("retry", "--yes")
    assert "set aside" not in onewrite("status").out
