import json
import os
from pathlib import Path
from textwrap import dedent
from urllib.request import Request, urlopen

import psutil
import pytest
from google.pubsub_v1 import PublisherClient, PubsubMessage
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from emulators.errors import CannotRun
from emulators.system import state_file
from emulators.system.system import System
from onewrite.checks.errors import DoesNotFit
from onewrite.local.emulator_probes import local_channel
from tests.support.systems.start_system import StartSystem, only
from tests.support.systems.toy_functions import BROKEN, HTTP, PUSHED, SERVED, toys
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never

CLOUD_EVENT = {
    "ce-id": "1",
    "ce-source": "test",
    "ce-specversion": "1.0",
    "ce-type": "Tested",
    "ce-subject": "account-1",
}

#: A domain with a view that has a column more than its table.
WIDER = """
from dataclasses import replace
from accounts import ACCOUNTS
from accounts.views.clubs import Clubs
from accounts.views.interests import Interests
from accounts.views.profiles import PROFILES, Profile, Profiles

class Aged(Profile):
    age: int

class Wider(Profiles):
    tables = (replace(PROFILES, row=Aged),)

WIDER = replace(ACCOUNTS, projections=[Wider(), Interests(), Clubs()], queries=[])
"""


@pytest.fixture(scope="module")
def system(start_shared_system: StartSystem, tmp_path_factory: pytest.TempPathFactory) -> System:
    folder = tmp_path_factory.mktemp("three")
    functions = toys(folder, accept_commands=HTTP, relay_outbox=HTTP, project_profiles=PUSHED)
    return start_shared_system(functions=functions, relay="scheduled", settings={"ONEWRITE_DATABASE": "another"})


@pytest.fixture(scope="module")
def unscheduled(start_shared_system: StartSystem, tmp_path_factory: pytest.TempPathFactory) -> tuple[System, System]:
    """One with an eager relay only, one with none at all and without restarts."""
    functions = toys(tmp_path_factory.mktemp("one"), relay_outbox=HTTP)
    eager = start_shared_system(functions=functions, relay="eager")
    return eager, start_shared_system(functions=functions, relay="none", restart=False)


def calls(system: System, function: str = "relay_outbox") -> int:
    with urlopen(Request(system.url(function))) as answer:
        return int(json.load(answer)["calls"])


def test_every_function_is_a_process_of_its_own(system: System) -> None:
    pids = {system.pid(name) for name in system.urls}
    assert len(pids) == 3
    assert all(psutil.pid_exists(pid) for pid in pids)


def test_a_published_message_is_pushed_as_the_cloud_event_that_it_is(system: System) -> None:
    assert system.pubsub
    with local_channel(system.pubsub.host) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        message = PubsubMessage(data=b"{}", attributes={**CLOUD_EVENT, "content-type": "application/json"})
        publisher.publish(topic=f"projects/{system.pubsub.project}/topics/events", messages=[message])
    eventually(lambda: "account-1" in system.log("project_profiles"))


def test_the_scheduled_relay_is_called_again_and_again(system: System) -> None:
    eventually(lambda: calls(system) >= 2)
    assert system.environment["ONEWRITE_EAGER_RELAY"] == "false"


def test_no_relay_is_called_that_was_not_chosen(system: System, unscheduled: tuple[System, System]) -> None:
    """While the schedule of the system beside them calls twice."""
    before = calls(system)
    eventually(lambda: calls(system) >= before + 2)
    assert [calls(one) for one in unscheduled] == [0, 0]


def test_a_function_that_was_killed_is_soon_back_where_it_was(system: System) -> None:
    before = system.pid("accept_commands")
    psutil.Process(before).kill()
    eventually(lambda: recorded_pid(system, "accept_commands") != before)
    system.await_ready("accept_commands")
    assert calls(system, "accept_commands") == 0
    assert recorded_pid(system, "accept_commands") == system.pid("accept_commands")


def test_without_restarts_a_killed_function_stays_dead_until_it_is_started(
    unscheduled: tuple[System, System],
) -> None:
    _, system = unscheduled
    before = system.pid("relay_outbox")
    system.kill("relay_outbox")
    assert never(lambda: system.pid("relay_outbox") != before, within=0.5)
    system.start("relay_outbox")
    assert calls(system) == 0


def test_systems_run_side_by_side(unscheduled: tuple[System, System]) -> None:
    one, other = unscheduled
    assert not set(one.urls.values()) & set(other.urls.values())
    assert one.spanner != other.spanner


def test_a_function_that_cannot_start_is_named_with_the_cause(start_system: StartSystem, tmp_path: Path) -> None:
    dies = toys(tmp_path / "functions", accept_commands=SERVED + BROKEN + dedent(HTTP))
    with pytest.raises(CannotRun, match=r"^accept_commands ended with exit code 1 .*no function today \(log: .*\)$"):
        start_system(functions=dies)


@pytest.mark.usefixtures("warm_processes")
def test_a_view_with_a_column_that_the_schema_lacks_is_told_before_anything_starts(
    start_system: StartSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wider.py").write_text(WIDER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DoesNotFit, match="infra/schema: profiles lacks the column age, which profiles writes: add "):
        start_system(
            functions=only(tmp_path / "functions", "answer_queries"), settings={"ONEWRITE_DOMAIN": "wider:WIDER"}
        )


def test_the_functions_read_the_databases_and_topics_of_their_own_system(system: System) -> None:
    assert system.database.name.endswith("/databases/another")
    assert system.database.exists()


def recorded_pid(system: System, function: str) -> int:
    running = state_file.read(system.folder)
    assert running
    return running.processes[function].pid
