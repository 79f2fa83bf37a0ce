"""The page on changes is complete: every port, adapter, route, function and operation is in its tables."""

import re

import pytest

from accounts import ACCOUNTS
from emulators.paths import ROOT
from infra.bundle import function_names
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.cli.app import commands
from tests.documents.pages import Page
from tests.support.systems.adapters import settings

PAGE = Page("shared/change_something.md")
ONEWRITE = ROOT / "shared" / "onewrite"
TASKS = ("An event type", "A projection", "A query", "An adapter for a port", "A function", "An operation")
#: A port that is no field of Adapters.
OPENED_BY_VIEWS = {"view_scan"}
#: A port that is neither of the store nor of the bus.
ELSEWHERE = {"traces"}


def modules(folder: str) -> set[str]:
    return {file.stem for file in (ONEWRITE / folder).glob("*.py") if file.stem != "__init__"}


def rows(section: str) -> list[list[str]]:
    """Return the cells of a section's table, without its heading."""
    lines = re.findall(r"^\| (.*) \|$", PAGE.section(section).replace("\n| |", "\n| - |"), re.MULTILINE)
    return [line.split(" | ") for line in lines[1:]]


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_a_list_of_steps_with_links(task: str) -> None:
    steps = re.findall(r"^\d+\. (.*?)(?=^\d+\. |^\*\*|\Z)", PAGE.section(task), re.MULTILINE | re.DOTALL)
    assert len(steps) >= 5
    assert sum("](" in step for step in steps) >= len(steps) / 2


def test_every_port_is_named_with_the_adapters_that_it_has() -> None:
    named = {}
    for port, *adapters, contracts in rows("An adapter for a port"):
        name = re.findall(r"ports/(\w+)\.py", port)[0]
        named[name] = {found for cell in adapters for found in re.findall(r"adapters/(\w+)/\w+\.py", cell)}
        assert all(f"/{name}.py)" in cell for cell in adapters), "an adapter's file has the name of its port"
        assert "tests/contract/test_" in contracts
    kept_by = {
        port: {folder for folder in ("memory", "spanner", "pubsub") if port in modules(f"adapters/{folder}")}
        for port in modules("application/ports") - ELSEWHERE
    }
    assert named == kept_by
    assert len(named.keys() - OPENED_BY_VIEWS) == len(Adapters.__dataclass_fields__), "one field of Adapters for each"


def test_every_contract_suite_is_named() -> None:
    suites = {file.name for file in (ROOT / "tests" / "contract").glob("test_*.py")}
    assert set(re.findall(r"contract/(test_\w+\.py)", PAGE.text)) == suites


def test_every_function_is_named_with_what_it_serves() -> None:
    served = {}
    for functions, served_by, _ in rows("A function"):
        for name in re.findall(r"functions/(\w+)/main\.py", functions):
            served[name] = served_by.strip("`")
    assert sorted(served) == function_names()
    for name, attribute in served.items():
        assert hasattr(App, attribute)
        assert f"app().{attribute}(" in (ROOT / "functions" / name / "main.py").read_text()


def test_every_route_is_named() -> None:
    linked = {route for row in rows("A function") for route in re.findall(r"http/routes/(\w+)\.py", row[2])}
    assert linked == modules("adapters/http/routes")


def test_every_command_of_onewrite_and_every_route_of_operators_is_named() -> None:
    table = rows("An operation")
    assert {command.callback.__name__ for command in commands.registered_commands if command.callback} == {
        name for row in table for name in re.findall(r"`(\w+)`", row[0])
    }
    operations = build(settings(), ACCOUNTS, memory_adapters()).operations
    assert {f"{route.method} {route.path}" for route in operations.routes if route.describe} == {
        route for row in table for route in re.findall(r"`((?:GET|POST) /[\w-]+)`", row[1])
    }


def test_every_use_case_of_operators_is_named() -> None:
    operate = (ONEWRITE / "application" / "operations" / "operate.py").read_text()
    used = set(re.findall(r"application\.operations\.([\w.]+) import", operate))
    linked = set(re.findall(r"application/operations/([\w/]+)\.py", PAGE.section("An operation")))
    assert {name.replace(".", "/") for name in used} <= linked
