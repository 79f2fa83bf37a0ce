"""Bring your own domain: a second one is served unchanged, in memory and on Spanner."""

from dataclasses import replace
from pathlib import Path

import pytest

from emulators.paths import SCHEMA
from emulators.provision_spanner import provision_spanner
from emulators.schema import statements
from onewrite.application.ports.operations import By
from onewrite.bootstrap import Adapters, App, build
from tests.support.adapters import on_spanner, settings
from tests.support.http import call
from tests.support.todo_lists import LISTS

TABLE = Path(__file__).parents[1] / "support" / "todo_lists" / "1001_tasks.sql"


def of_the_library() -> list[str]:
    """The tables whose files begin with 0; those of views begin with 1."""
    return [text for file in sorted(SCHEMA.glob("0*.sql")) for text in statements(file.read_text())]


@pytest.fixture
def todo(adapters: Adapters, request: pytest.FixtureRequest) -> App:
    if "spanner" in request.node.callspec.id:
        place = request.getfixturevalue("spanner_place").model_copy(update={"database": "todo"})
        provision_spanner(place, [*of_the_library(), *statements(TABLE.read_text())])
        adapters = replace(on_spanner(place), topic=adapters.topic)
    return build(settings(domain="tests.support.todo_lists:LISTS"), LISTS, adapters, wait=lambda _: None)


def test_a_second_domain_needs_its_declarations_and_one_table(todo: App) -> None:
    for command, body, status in (
        ("add-task", {"title": "write"}, 201),
        ("add-task", {"title": "test"}, 200),
        ("finish-task", {"title": "write"}, 200),
        ("finish-task", {"title": "write"}, 409),
        ("add-task", {}, 422),
    ):
        assert call(todo.commands, "POST", f"/lists/7/{command}", body).status_code == status
    [stream] = [head.stream for head in todo.adapters.store.read_heads()]
    todo.follow_stream("tasks", stream, 3)

    rows = call(todo.queries, "GET", "/tasks").get_json()["rows"]
    assert rows == [
        {"list_id": "7", "title": "test", "state": "open"},
        {"list_id": "7", "title": "write", "state": "done"},
    ]
    then = call(todo.queries, "GET", "/lists/7/history?at_version=1").get_json()
    assert then["state"] == {"open": ["write"]}
    paths = call(todo.commands, "GET", "/openapi.json").get_json()["paths"]
    assert set(paths) == {"/lists/{key}/add-task", "/lists/{key}/finish-task"}


def test_a_second_domain_is_rebuilt_and_verified_like_any_other(todo: App) -> None:
    call(todo.commands, "POST", "/lists/7/add-task", {"title": "write"})
    generation = todo.operate.rebuild.start("tasks", By("ada")).generation
    assert todo.operate.rebuild.work("tasks", generation, seconds=30)
    verdict = todo.operate.verify("tasks")
    assert (verdict.rows, verdict.differences) == (1, 0)
    assert todo.operate.switch.switch("tasks", By("ada")).active == generation
