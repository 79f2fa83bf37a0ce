"""An instance that is always on: a process that follows until it is told to stop."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from accounts import ACCOUNTS
from emulators.google.start import Emulators
from emulators.processes.process import Process
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import App, build, cloud_adapters
from onewrite.bootstrap.worker import follower
from onewrite.checks.variables import variables
from onewrite.domain.streams import StreamId
from onewrite.local.system import SpannerPlace
from tests.support.data.builders import a_stream, created
from tests.support.data.parking import append
from tests.support.systems.adapters import settings
from tests.support.systems.workers import StartWorker, workers
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never


@pytest.fixture
def start(
    emulators: Emulators, spanner_place: SpannerPlace, tmp_path: Path, warm_processes: None
) -> Iterator[StartWorker]:
    place = {"ONEWRITE_PROJECT": spanner_place.project}
    with workers(tmp_path, variables({**emulators.environment, **place})) as start:
        yield start


@pytest.fixture
def app(spanner_place: SpannerPlace) -> App:
    here = settings(project=spanner_place.project, instance=spanner_place.instance, eager_relay=False)
    return build(here, ACCOUNTS, cloud_adapters(here))


def ends_in_order(worker: Process) -> bool:
    worker.terminate()
    return worker.ending == "ended with exit code 0"


def has_followed(app: App, stream: StreamId) -> bool:
    return app.adapters.views.read_checkpoints([("profiles", 1)], stream)["profiles", 1].version == 1


def holders(app: App, group: str) -> tuple[set[str], set[str | None]]:
    """Return its instances, and who holds its partitions."""
    status = app.adapters.changes.look(group)
    assert status
    return set(status.members), {one.holder for one in status.partitions}


def test_a_worker_follows_and_frees_its_partitions_at_once_when_it_is_told_to_stop(
    start: StartWorker, app: App, spanner_place: SpannerPlace
) -> None:
    provision_spanner(spanner_place)
    worker = start("pull", "profiles", ONEWRITE_FOLLOW_SECONDS="3600")
    streams = [a_stream() for _ in range(3)]
    for stream in streams:
        append(app, stream, created())
        eventually(partial(has_followed, app, stream))
    assert ends_in_order(worker)
    assert holders(app, "pull_profiles") == (set(), {None})


def test_one_run_comes_after_another_and_one_that_cannot_begin_is_tried_again(
    start: StartWorker, spanner_place: SpannerPlace
) -> None:
    worker = start("tail", ONEWRITE_FOLLOW_SECONDS="0.3")
    eventually(lambda: worker.log.read_text().count("run_failed") > 1)
    provision_spanner(spanner_place)
    eventually(lambda: worker.log.read_text().count("changes_followed") > 1)
    assert ends_in_order(worker)


def test_a_worker_pauses_after_a_run_that_could_not_begin(tmp_path: Path) -> None:
    with workers(tmp_path, variables({"ONEWRITE_STORE": "memory"})) as start:
        worker = start("pull", "nothing")
        eventually(lambda: "run_failed" in worker.log.read_text())
        assert never(lambda: worker.log.read_text().count("run_failed") > 30, within=1)
        assert ends_in_order(worker)


@pytest.mark.parametrize("words", [[], ["tale"], ["pull"], ["tail", "profiles"]])
def test_words_that_are_not_known_end_with_those_that_are(words: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"use `tail`, or `pull` and the names of projections$"):
        follower(words)
