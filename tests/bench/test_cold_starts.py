"""From the start of a process to its first response, and its memory then, beside a bare function (B9)."""

import compileall
import shutil
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from accounts import ACCOUNTS
from emulators.google.start import Emulators
from emulators.provisioning.pubsub import provision_pubsub
from infra.bundle import bundle
from onewrite.bootstrap import App, build, cloud_adapters
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables
from onewrite.local.system import SpannerPlace
from tests.bench.cold_starts.first_requests import first_requests
from tests.bench.cold_starts.first_response import Sent, Started, first_response
from tests.bench.measuring.figures import a_cost, at_most
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.support.systems.adapters import settings

ROUNDS = 3
FLOORS = Path(__file__).parent / "floors" / "cold_starts"
#: One function of each kind, and the floor that calls what it has to call.
FLOOR_OF = {
    "accept_commands": "publishes",
    "answer_queries": "reads",
    "operate_views": "reads",
    "project_profiles": "transacts",
    "pull_profiles": "transacts",
    "rebuild_views": "transacts",
    "reconcile_views": "transacts",
    "relay_outbox": "publishes",
    "tail_changes": "publishes",
}
#: Why a bar may be missed: by any, and by these.
LOADED = (
    "it loads pydantic, some 50 ms and 8 MiB by the times of imports, and modules of ours; a bare function does without"
)
WHY = {
    "operate_views": "it knows thirty operations, and the models of what they ask and tell",
    "pull_profiles": "before it reads changes it joins its group and takes partitions, in several transactions",
    "reconcile_views": "its first response ends a walk over all streams, in a dozen calls",
    "tail_changes": "before it reads changes it joins its group and takes partitions, in several transactions",
}
#: A run that follows the change stream responds when its time is up.
AT_ONCE = {"ONEWRITE_FOLLOW_SECONDS": "0.001", "ONEWRITE_RELAY_GRACE_SECONDS": "0", "ONEWRITE_METRICS": ""}


@pytest.fixture
def place(spanner_database: object, place_of_all: SpannerPlace, emulators: Emulators) -> SpannerPlace:
    topology = Topology.read()
    provision_pubsub(emulators.pubsub, place_of_all.project, topology.without(topology.functions), {})
    return place_of_all


@pytest.fixture
def app(place: SpannerPlace) -> App:
    """In this process, on the same store; its events stay in the outbox."""
    here = settings(
        project=place.project, instance=place.instance, database=place.database, eager_relay=False, walk_ranges=1
    )
    return build(here, ACCOUNTS, cloud_adapters(here))


def test_first_responses(app: App, emulators: Emulators, place: SpannerPlace, results: Results, tmp_path: Path) -> None:
    where = {"ONEWRITE_PROJECT": place.project, "ONEWRITE_DATABASE": place.database}
    environment = variables({**where, **AT_ONCE, **emulators.environment})
    sent = first_requests(app) | dict.fromkeys(FLOOR_OF.values(), lambda: Sent("GET"))
    started: dict[str, list[Started]] = {name: [] for name in sent}

    def start(folder: Path, environment: Mapping[str, str]) -> float:
        started[folder.name].append(first_response(folder, environment, sent[folder.name]()))
        return started[folder.name][-1].milliseconds

    sides: dict[str, Callable[[], float]] = {
        folder.name: partial(start, folder, environment) for folder in folders(tmp_path)
    }
    take_turns(ROUNDS, warm_up=0, **sides)
    for name, floor in FLOOR_OF.items():
        ours, least = started[name], started[floor]
        times = {"ours": [one.milliseconds for one in ours], "floor": [one.milliseconds for one in least]}
        memory = {"ours": [one.mebibytes for one in ours], "floor": [one.mebibytes for one in least]}
        results.add(a_cost("B9", f"{name}: first response", "ms", times, bar=at_most(1.15), why=WHY.get(name, LOADED)))
        results.add(a_cost("B9", f"{name}: memory", "MiB", memory, bar=at_most(1.15), why=WHY.get(name, LOADED)))


def folders(place: Path) -> list[Path]:
    """Return a folder for each bundle and for each floor, compiled alike."""
    for name in FLOOR_OF:
        with zipfile.ZipFile(bundle(name, place / "bundles")) as archive:
            archive.extractall(place / "served" / name)
    for name in set(FLOOR_OF.values()):
        shutil.copytree(FLOORS / name, place / "served" / name)
    compileall.compile_dir(place / "served", quiet=1, workers=2)
    return sorted((place / "served").iterdir())
