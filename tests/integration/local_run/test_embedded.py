from collections.abc import Iterator

import httpx
import pytest

from emulators.system.run import running_system
from emulators.system.system import System
from tests.support.http.curl import CURL
from tests.support.waiting.eventually import eventually

ADA = {"name": "Ada Lovelace", "address": "London"}


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("embedded")
    with running_system(folder, relay=request.param, settings={"ONEWRITE_STORE": "memory"}) as system:
        yield system


@pytest.mark.parametrize("embedded", ["eager", "scheduled"], indirect=True)
def test_embedded_a_command_reaches_the_views_through_every_function_in_one_process(embedded: System) -> None:
    assert len({embedded.pid(name) for name in embedded.urls}) == 1
    assert embedded.spanner is None
    assert embedded.pubsub is None
    created = CURL.post(f"{embedded.url('accept_commands')}/accounts/ada/create", json=ADA)
    assert created.status_code == httpx.codes.CREATED
    row = f"{embedded.url('answer_queries')}/profiles/ada"
    eventually(lambda: CURL.get(row).status_code == httpx.codes.OK)
    assert CURL.get(row).json()["name"] == "Ada Lovelace"


@pytest.mark.parametrize("embedded", ["eager"], indirect=True)
def test_embedded_a_killed_system_starts_again_with_nothing(embedded: System) -> None:
    url = f"{embedded.url('accept_commands')}/accounts/grace/create"
    assert CURL.post(url, json=ADA).status_code == httpx.codes.CREATED
    embedded.kill("accept_commands")
    for function in embedded.urls:
        embedded.await_ready(function)
    assert CURL.post(url, json=ADA).status_code == httpx.codes.CREATED
