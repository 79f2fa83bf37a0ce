import json
from pathlib import Path
from urllib.request import Request, urlopen

import psutil
import pytest
from google.pubsub_v1 import PublisherClient, PubsubMessage
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from emulators.errors import CannotRun
from emulators.system import state_file
from emulators.system.system import System
from onewrite.local.probes import local_channel
from tests.support.systems.start_system import StartSystem
from tests.support.systems.toy_functions import BROKEN, HTTP, PUSHED, toys
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never

CLOUD_EVENT = {
    "ce-id": "1",
    "ce-source": "test",
    "ce-specversion": "1.0",
    "ce-type": "Tested",
    "ce-subject": "account-1",
}


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    return toys(tmp_path / "functions", accept_commands=HTTP, relay_outbox=HTTP, project_profiles=PUSHED)


def calls(system: System, function: str) -> int:
    with urlopen(Request(system.url(function))) as answer:
        return int(json.load(answer)["calls"])


def test_every_function_is_a_process_of_its_own(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions)
    pids = {system.pid(name) for name in system.urls}
    assert len(pids) == 3
    assert all(psutil.pid_exists(pid) for pid in pids)


def test_a_published_message_is_pushed_as_the_cloud_event_that_it_is(
    start_system: StartSystem, functions: Path
) -> None:
    system = start_system(functions=functions)
    assert system.pubsub
    with local_channel(system.pubsub.host) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        message = PubsubMessage(data=b"{}", attributes={**CLOUD_EVENT, "content-type": "application/json"})
        publisher.publish(topic=f"projects/{system.pubsub.project}/topics/events", messages=[message])
    eventually(lambda: "account-1" in system.log("project_profiles"))


def test_the_scheduled_relay_is_called_again_and_again(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions, relay="scheduled")
    eventually(lambda: calls(system, "relay_outbox") >= 2)
    assert system.environment["ONEWRITE_EAGER_RELAY"] == "false"


@pytest.mark.parametrize("relay", ["eager", "none"])
def test_no_relay_is_called_that_was_not_chosen(start_system: StartSystem, functions: Path, relay: str) -> None:
    system = start_system(functions=functions, relay=relay)
    assert never(lambda: calls(system, "relay_outbox") > 0, within=1.5)


def test_a_function_that_was_killed_is_soon_back_where_it_was(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions)
    before = system.pid("accept_commands")
    psutil.Process(before).kill()
    eventually(lambda: system.pid("accept_commands") != before)
    system.await_ready("accept_commands")
    assert calls(system, "accept_commands") == 0
    recorded = state_file.read(system.folder)
    assert recorded
    assert recorded.processes["accept_commands"].pid == system.pid("accept_commands")


def test_without_restarts_a_killed_function_stays_dead_until_it_is_started(
    start_system: StartSystem, functions: Path
) -> None:
    system = start_system(functions=functions, restart=False)
    before = system.pid("accept_commands")
    system.kill("accept_commands")
    assert never(lambda: system.pid("accept_commands") != before, within=0.5)
    system.start("accept_commands")
    assert calls(system, "accept_commands") == 0


def test_systems_run_side_by_side(start_system: StartSystem, functions: Path) -> None:
    one, other = start_system(functions=functions), start_system(functions=functions)
    assert not set(one.urls.values()) & set(other.urls.values())
    assert one.spanner != other.spanner


def test_a_function_that_cannot_start_is_named_with_the_cause(start_system: StartSystem, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"^accept_commands ended with exit code 1 .*no function today \(log: .*\)$"):
        start_system(functions=toys(tmp_path / "functions", accept_commands=BROKEN))


def test_the_functions_read_the_databases_and_topics_of_their_own_system(
    start_system: StartSystem, functions: Path
) -> None:
    system = start_system(functions=functions, settings={"ONEWRITE_DATABASE": "another"})
    assert system.database.name.endswith("/databases/another")
    assert system.database.exists()
