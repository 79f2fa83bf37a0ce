from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from emulators.system.run import running_system
from emulators.system.system import System
from tests.support.waiting.eventually import eventually

ADA = {"name": "Ada Lovelace", "address": "London"}


@pytest.fixture
def embedded(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[System]:
    with running_system(tmp_path / "embedded", relay=request.param, settings={"ONEWRITE_STORE": "memory"}) as system:
        yield system


@pytest.mark.parametrize("embedded", ["eager", "scheduled"], indirect=True)
def test_embedded_a_command_reaches_the_views_through_every_function_in_one_process(embedded: System) -> None:
    assert len({embedded.pid(name) for name in embedded.urls}) == 1
    assert embedded.spanner is None
    assert embedded.pubsub is None
    created = httpx.post(f"{embedded.url('accept_commands')}/accounts/ada/create", json=ADA)
    assert created.status_code == httpx.codes.CREATED
    row = f"{embedded.url('answer_queries')}/profiles/ada"
    eventually(lambda: httpx.get(row).status_code == httpx.codes.OK)
    assert httpx.get(row).json()["name"] == "Ada Lovelace"


@pytest.mark.parametrize("embedded", ["none"], indirect=True)
def test_embedded_a_killed_system_starts_again_with_nothing(embedded: System) -> None:
    url = f"{embedded.url('accept_commands')}/accounts/ada/create"
    assert httpx.post(url, json=ADA).status_code == httpx.codes.CREATED
    embedded.kill("accept_commands")
    embedded.await_ready("accept_commands")
    assert httpx.post(url, json=ADA).status_code == httpx.codes.CREATED
