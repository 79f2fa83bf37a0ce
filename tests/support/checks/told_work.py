"""What this process tells of its work: each piece at once, in a line of its own."""

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest

from onewrite.application import tally
from onewrite.application.tally import Tally

#: Returns how often something ended so, and how much of what is named it counted, since the last call.
ToldWork: TypeAlias = Callable[[str, str], dict[tuple[str, ...], tuple[int, float]]]


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = Tally()
    at_once.begin(every=0)
    monkeypatch.setattr(tally, "TALLY", at_once)


@pytest.fixture
def told_work(told_at_once: None, caplog: pytest.LogCaptureFixture) -> ToldWork:
    """By the values of the labels: the projection, if there is one, and the outcome."""
    caplog.set_level("INFO", tally.__name__)

    def told(action: str, counted: str) -> dict[tuple[str, ...], tuple[int, float]]:
        times, numbers = Counter[tuple[str, ...]](), dict[tuple[str, ...], float]()
        for line in (record.__dict__ for record in caplog.records if record.__dict__.get("action") == action):
            labels = tuple(line[label] for label in ("projection", "outcome") if label in line)
            times[labels] += line["work"]["times"]
            numbers[labels] = numbers.get(labels, 0) + line["work"][counted]
        caplog.clear()
        return {labels: (times[labels], numbers[labels]) for labels in times}

    return told
