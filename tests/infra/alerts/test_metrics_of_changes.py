"""Metrics of what follows the change stream listen for lines that functions, workers and the reader write."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from accounts.domain import ACCOUNTS
from onewrite.adapters.change_groups import GroupChanges
from onewrite.adapters.memory.changes import PACE
from onewrite.bootstrap import build, memory_adapters
from onewrite.checks.variables import variables
from spanner_changes import HistoryLost, MemoryGroupState
from spanner_changes.records import Record
from tests.infra.alerts.lines import Line, Metrics, assert_heard
from tests.support.http.call import call
from tests.support.systems.adapters import settings
from tests.support.systems.workers import workers
from tests.support.waiting.eventually import eventually

OF_CHANGES = {"changes_behind_seconds", "heals_failed_total", "histories_lost_total", "runs_failed_total"}


class NothingKept:
    """A change stream that has lost everything."""

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        raise HistoryLost(token, start)


def test_a_run_says_how_far_behind_its_group_is(metrics: Metrics, logged: list[Line]) -> None:
    app = build(settings(follow_seconds=0.1), ACCOUNTS, memory_adapters())
    for api in (app.tail, app.pull("profiles")):
        call(api, "POST", "/")
        assert_heard({"changes_behind_seconds": metrics["changes_behind_seconds"]}, logged)
        logged.clear()


def test_history_that_is_lost_and_what_can_not_be_healed_are_told(metrics: Metrics, logged: list[Line]) -> None:
    """The group begins; then its stream has lost what it should read, and it can't be healed."""
    state, begun, stop = MemoryGroupState(), Event(), Event()

    def heal() -> datetime:
        if begun.is_set():
            stop.set()
            raise ValueError("not now")
        begun.set()
        return datetime.now(UTC)

    changes = GroupChanges(NothingKept(), lambda group: state, lambda: (), PACE)
    changes.follow("group", print, heal=heal, stop=stop)
    assert_heard({name: metrics[name] for name in ("heals_failed_total", "histories_lost_total")}, logged)


def test_a_worker_says_that_it_can_not_begin(metrics: Metrics, tmp_path: Path) -> None:
    with workers(tmp_path, variables({"ONEWRITE_STORE": "memory"})) as start:
        worker = start("pull", "nothing")
        eventually(lambda: "run_failed" in worker.log.read_text())
    lines = [json.loads(line) for line in worker.log.read_text().splitlines() if line.startswith("{")]
    assert_heard({"runs_failed_total": metrics["runs_failed_total"]}, lines)
