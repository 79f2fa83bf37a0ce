"""DELIVERY changed between runs, on emulators that stay: what nobody took in one run is there in the next."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.pubsub_v1 import SubscriberClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.google.start import Emulators
from emulators.provisioning.pubsub import remove_subscriptions
from emulators.system.run import running_system
from emulators.system.system import System
from onewrite.local.emulator_probes import local_channel
from tests.support.checks.ledger import keep
from tests.support.checks.observed import Observed
from tests.support.systems.emulators import unique
from tests.support.systems.start_system import PATIENT, another_instance, only
from tests.support.systems.traffic import Client
from tests.support.waiting.eventually import eventually
from tests.support.waiting.seeds import seed

BY_WAY = {"push": {"project_profiles"}, "pull": {"pull_profiles"}, "both": {"project_profiles", "pull_profiles"}}


@pytest.fixture
def project(emulators: Emulators) -> Iterator[str]:
    project = unique("delivery")
    yield project
    remove_subscriptions(emulators.pubsub, project)


@pytest.mark.usefixtures("warm_processes")
def test_the_way_events_reach_a_view_can_change_from_run_to_run_and_nothing_is_missing(
    emulators: Emulators, project: str, tmp_path: Path
) -> None:
    served = only(tmp_path / "functions", "accept_commands", *BY_WAY["both"])
    settings, said = {**PATIENT, "ONEWRITE_PROJECT": project}, list[str]()
    dice = random.Random(seed())
    for way in ("push", "pull", "push", "both"):
        with running_system(
            tmp_path / "system",
            relay="eager",
            delivery=way,
            settings=settings,
            emulators=emulators,
            functions=served,
            restart=False,
            say=said.append,
        ) as system:
            delivering = system.urls.keys() & BY_WAY["both"]
            assert delivering == BY_WAY[way]
            assert subscribed(emulators, project) == ("project_profiles" in delivering)
            eventually(lambda: has_followed(system))
            for function in delivering:
                system.kill(function)
            client = Client(system, dice)
            for _ in range(3):
                client.send()
    assert said.count("Pushes no more: project_profiles") == 1


def subscribed(emulators: Emulators, project: str) -> bool:
    with local_channel(emulators.pubsub) as channel:
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        names = [one.name for one in subscriber.list_subscriptions(project=f"projects/{project}")]
        return f"projects/{project}/subscriptions/project_profiles" in names


def has_followed(system: System) -> bool:
    """Whether the view shows what the runs before have left behind."""
    rows = Observed(another_instance(system), ()).rows("profiles", 1)
    return rows == sorted((key, *row) for key, row in keep(system.database).profiles.items())
