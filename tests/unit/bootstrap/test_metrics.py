"""What a process tells of its work: where, and how often."""

import atexit
import logging
from collections.abc import Iterator

import pytest

from onewrite.adapters.logging import LIBRARIES
from onewrite.application import tally
from onewrite.application.tally import Tally, measured
from onewrite.bootstrap import metrics as module
from onewrite.bootstrap.metrics import begin_to_tell
from onewrite.checks.paths import METRICS
from tests.support.systems.adapters import settings


@pytest.fixture(autouse=True)
def _as_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in LIBRARIES]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    mine = Tally()
    for place in (tally, module):
        monkeypatch.setattr(place, "TALLY", mine)
    monkeypatch.setattr(atexit, "register", lambda tell: None)
    for logger in loggers:
        logger.setLevel(logging.INFO)
    yield
    module._metrics_of.cache_clear()
    for logger, level, heard_by in before:
        logger.setLevel(level)
        logger.handlers = heard_by


def test_what_was_added_up_is_told_before_metrics_are_shown() -> None:
    text = begin_to_tell(settings(metrics=str(METRICS)))
    assert text
    for _ in range(3):
        with measured("view_advanced", {"projection": "profiles"}, events=2):
            pass
    assert 'onewrite_events_applied_total{projection="profiles"} 6.0' in text().decode().splitlines()


def test_a_process_that_begins_twice_counts_once() -> None:
    begin_to_tell(settings(metrics=str(METRICS)))
    text = begin_to_tell(settings(metrics=str(METRICS)))
    assert text
    logging.getLogger("onewrite").info("parked", extra={"action": "stream_parked", "projection": "profiles"})
    assert 'onewrite_streams_parked_total{projection="profiles"} 1.0' in text().decode().splitlines()


def test_without_a_definition_sums_are_told_and_no_metrics_are_shown(caplog: pytest.LogCaptureFixture) -> None:
    assert begin_to_tell(settings(tally_seconds=0)) is None
    with measured("view_advanced"):
        pass
    assert [line.__dict__["action"] for line in caplog.records] == ["view_advanced"]


def test_without_the_library_no_metrics_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert begin_to_tell(settings(metrics=str(METRICS))) is None
