"""Bring your own domain: the steps of shared/own_domain.md, taken; the copy serves it, in memory and on Spanner."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from emulators.paths import ROOT
from emulators.processes.ports import free_ports
from emulators.provisioning.spanner import provision_spanner
from emulators.system.first_calls import first_calls
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import Adapters, App, build
from onewrite.checks.ddl import statements_for
from onewrite.checks.statements import schema, tables
from onewrite.checks.topology import Topology
from tests.infra.access.grants import rights_of_roles
from tests.support.domains.own_domain import bring, written
from tests.support.domains.todo_lists import LISTS
from tests.support.http.call import call
from tests.support.http.curl import typed
from tests.support.systems.adapters import on_spanner, settings
from tests.support.waiting.eventually import eventually


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("own") / "repository"
    bring(copy)
    return copy


@pytest.fixture
def urls(repository: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Every function of the copy, served embedded from its folder."""
    names = list(Topology.read(repository / "infra" / "topology.json").functions)
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    placed = [f"{name}={port}" for name, port in ports.items()]
    command = [sys.executable, "-m", "emulators.functions.embedded", str(repository / "functions"), *placed]
    named = {"ONEWRITE_DOMAIN": "todo_lists:LISTS", "ONEWRITE_STORE": "memory"}
    environment = {**os.environ, **named, "PYTHONPATH": str(repository / "shared")}
    log = tmp_path / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=repository, env=environment, stdout=output, stderr=output) as served,
    ):
        try:
            urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
            for url in urls.values():
                assert eventually(lambda url=url: served.poll() is not None or ready(url)), log.read_text()  # type: ignore[misc]
            assert served.poll() is None, log.read_text()
            yield urls
        finally:
            served.terminate()


def ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", timeout=5).is_success
    except httpx.TransportError:
        return False


def test_the_steps_of_the_page_bring_another_domain(urls: dict[str, str]) -> None:
    assert "project_tasks" in urls
    add = httpx.post(f"{urls['accept_commands']}/lists/7/add-task", json={"title": "write"})
    assert (add.status_code, add.headers["Location"]) == (201, "/lists/7/history")
    asked = f"{urls['answer_queries']}/tasks"
    row = {"list_id": "7", "title": "write", "state": "open"}
    assert eventually(lambda: httpx.get(asked).json()["rows"] == [row]), "the bus pushed to project_tasks"


def test_its_tables_are_what_onewrite_schema_prints() -> None:
    [statement] = statements_for(LISTS.projection("tasks"))
    assert written()["infra/schema/1001_tasks.sql"] == f"-- infra/schema/1001_tasks.sql\n{statement};\n"


def test_what_make_up_suggests_to_type_is_of_that_domain(urls: dict[str, str]) -> None:
    create, ask = first_calls(urls)
    assert "/lists/1/add-task" in create
    assert [typed(call)[0] for call in (create, ask)] == [201, 200]


def test_the_copy_is_packed_by_one_command_that_says_what_it_releases(repository: Path) -> None:
    released = repository / "shared" / "todo_lists" / "released_events.txt"
    refused = make_bundle(repository)
    assert (refused.returncode, refused.stdout) == (1, "")
    first, *lines = refused.stderr.splitlines()
    assert first == "add to shared/todo_lists/released_events.txt:"
    released.write_text("\n".join(lines))
    packing = make_bundle(repository)
    assert packing.returncode == 0, packing.stderr
    with zipfile.ZipFile(repository / ".build" / "bundles" / "project_tasks.zip") as packed:
        assert {"main.py", "todo_lists/domain.py", "onewrite/bootstrap/app.py"} <= set(packed.namelist())
        assert not [name for name in packed.namelist() if name.startswith("accounts/")]
    released.write_text(f"{released.read_text()}\nTaskLost 1 {{}}")
    told = "TaskLost 1 was released and isn't declared: declare it, with retired=True if it is no longer written\n"
    assert make_bundle(repository).stderr == told


def make_bundle(repository: Path) -> subprocess.CompletedProcess[str]:
    """Do in the copy what `make bundle` does here."""
    make = ["make", "--no-print-directory", "-n", "bundle", "DOMAIN=todo_lists"]
    line = subprocess.run(make, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    here = {**os.environ, "PYTHONPATH": str(repository / "shared")}
    return subprocess.run(
        line.replace(".venv/bin/python", sys.executable),
        check=False,
        shell=True,
        cwd=repository,
        env=here,
        capture_output=True,
        text=True,
    )


def test_the_copy_has_a_role_for_each_function_and_grants_for_each_table(repository: Path) -> None:
    folder = repository / "infra" / "schema"
    roles = rights_of_roles(folder)
    assert Topology.read(repository / "infra" / "topology.json").functions.keys() <= roles.keys()
    granted = {table for role in roles.values() for table, rights in role.items() if rights}
    assert granted - {"event_changes", "READ_event_changes"} == tables(schema(folder))
    assert "INSERT" in roles["answer_queries"]["tasks"], "a query that names a version advances the view"


@pytest.fixture
def todo(adapters: Adapters, request: pytest.FixtureRequest, repository: Path) -> App:
    if "spanner" in request.node.callspec.id:
        place = replace(request.getfixturevalue("spanner_place"), database="todo")
        provision_spanner(place, schema(repository / "infra" / "schema"))
        adapters = replace(on_spanner(place), topic=adapters.topic)
    return build(settings(domain="todo_lists:LISTS"), LISTS, adapters, wait=lambda _: None)


def test_another_domain_needs_its_declarations_and_one_table(todo: App) -> None:
    for command, body, status in (
        ("add-task", {"title": "write"}, 201),
        ("add-task", {"title": "test"}, 200),
        ("finish-task", {"title": "write"}, 200),
        ("finish-task", {"title": "write"}, 409),
        ("add-task", {}, 422),
    ):
        assert call(todo.commands, "POST", f"/lists/7/{command}", body).status_code == status
    [stream] = [head.stream for head in todo.adapters.store.read_heads()]
    todo.follow_stream(("tasks",), stream, 3)

    rows = call(todo.queries, "GET", "/tasks").get_json()["rows"]
    assert rows == [
        {"list_id": "7", "title": "test", "state": "open"},
        {"list_id": "7", "title": "write", "state": "done"},
    ]
    then = call(todo.queries, "GET", "/lists/7/history?at_version=1").get_json()
    assert then["state"] == {"open": ["write"]}


def test_another_domain_is_rebuilt_and_verified_like_any_other(todo: App) -> None:
    call(todo.commands, "POST", "/lists/7/add-task", {"title": "write"})
    generation = todo.operate.rebuild.start("tasks", Actor("ada")).generation
    assert todo.operate.rebuild_worker.work("tasks", generation, seconds=30)
    verdict = todo.operate.verify("tasks")
    assert (verdict.rows, verdict.differences) == (1, 0)
    assert todo.operate.switch.switch("tasks", Actor("ada")).active == generation
