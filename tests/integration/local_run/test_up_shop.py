"""A domain with several aggregates, views of both, lists, totals and joins: `make up` serves it, in a copy."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulators.system import state_file
from onewrite.checks.statements import schema, tables
from onewrite.checks.topology import Topology
from tests.infra.access.grants import rights_of_roles
from tests.support.domains.shop_repository import bring_shop
from tests.support.http.curl import CURL
from tests.support.systems.command_line import Terminal as CommandLine
from tests.support.systems.emulators import alive, unique
from tests.support.systems.terminal import Terminal, running
from tests.support.waiting.eventually import eventually

VIEWS = ("orders", "products", "warehouse")
#: Those of the copy that the story needs; each is a process that has to start.
FUNCTIONS = ("accept_commands", "answer_queries", "operate_views", "project_sales", "project_products")
TEA, COFFEE = ({"product_id": name, "quantity": 2, "price": "4.50"} for name in ("tea", "coffee"))
STORY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("products/tea/add", {"name": "Darjeeling"}),
    ("products/coffee/add", {"name": "Arabica"}),
    ("products/tea/receive", {"quantity": 3}),
    ("orders/1/place", {"customer_id": "ada", "lines": [TEA, COFFEE]}),
    ("orders/2/place", {"customer_id": "ada", "lines": [TEA]}),
    ("orders/1/pay", {}),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("shop") / "repository"
    bring_shop(copy)
    return copy


def test_all_of_the_copy_fits_together(repository: Path) -> None:
    here = {**os.environ, "PYTHONPATH": f"{repository / 'shared'}{os.pathsep}{repository}"}
    command = [sys.executable, "-c", "from onewrite.cli import main; main(['check'])"]
    checked = subprocess.run(command, cwd=repository, env=here, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "Everything fits together.\n"), checked.stderr


def test_the_copy_has_a_role_for_each_function_and_grants_for_each_table(repository: Path) -> None:
    folder = repository / "infra" / "schema"
    roles = rights_of_roles(folder)
    assert Topology.read(repository / "infra" / "topology.json").functions.keys() <= roles.keys()
    granted = {table for role in roles.values() for table, rights in role.items() if rights}
    assert granted - {"event_changes", "READ_event_changes"} == tables(schema(folder))
    assert "INSERT" in roles["answer_queries"]["sold_per_product"], "a query that names a version counts"


@pytest.fixture(params=["embedded", pytest.param("emulators", marks=pytest.mark.emulator)])
def up(request: pytest.FixtureRequest, repository: Path, tmp_path: Path) -> Iterator[Terminal]:
    variables = {"ONEWRITE_STORE": "memory"}
    if request.param == "emulators":
        emulators = alive(request.getfixturevalue("running"))
        variables = {**emulators.environment, "ONEWRITE_PROJECT": unique("shop")}
    functions = tmp_path / "functions"
    functions.mkdir()
    for name in FUNCTIONS:
        (functions / name).symlink_to(repository / "functions" / name)
    with running(tmp_path / "up", functions, variables, root=repository) as terminal:
        eventually(terminal.is_up)
        yield terminal


def test_the_shop_is_served_and_verified(
    up: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    system = state_file.read(up.folder)
    assert system
    for path, body in STORY:
        assert CURL.post(f"{system.functions['accept_commands']}/{path}", json=body).is_success, up.shown

    def ask(path: str) -> Any:
        return CURL.get(f"{system.functions['answer_queries']}{path}").json()

    monkeypatch.setenv("ONEWRITE_LOCAL", str(up.folder / state_file.NAME))
    onewrite = CommandLine(monkeypatch, capsys)
    eventually(lambda: onewrite("status", "--json").json["views"]["is_healed"])

    assert [row["order_id"] for row in ask("/customers/ada/orders")["rows"]] == ["2", "1"]
    assert [row["order_id"] for row in ask("/customers/ada/orders/paid")["rows"]] == ["1"]
    assert [line["name"] for line in ask("/orders/1/receipt")["lines"]] == ["Darjeeling", "Arabica"]
    assert [(row["product_id"], row["quantity"]) for row in ask("/best-sellers")["rows"]] == [("tea", 4), ("coffee", 2)]
    assert [(row["orders"], row["amount"]) for row in ask("/revenue")["rows"]] == [(1, "18")]
    assert [short["product_id"] for short in ask("/shortages")["shortages"]] == ["coffee", "tea"]
    for view in VIEWS:
        verified = onewrite("verify", view)
        assert verified.code == 0, verified
