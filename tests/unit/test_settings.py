"""Settings: the only reader of the environment, and all of its complaints at once."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

import onewrite
from emulators.paths import FUNCTIONS, ROOT, VARIABLES
from onewrite.errors import NoDomain
from onewrite.settings import Settings, domain_of, is_in_cloud
from tests.support.systems.adapters import settings
from tests.support.waiting.bounds import WAIT_SECONDS

LIBRARY = Path(onewrite.__file__).parent


def test_only_the_domain_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as problems:
        Settings.read()
    assert [problem["loc"] for problem in problems.value.errors()] == [("domain",)]
    monkeypatch.setenv("ONEWRITE_DOMAIN", "accounts:ACCOUNTS")
    assert Settings.read().store == "spanner"


def test_settings_stay_as_they_were_read() -> None:
    read = settings()
    with pytest.raises(ValidationError, match="frozen"):
        read.store = "memory"  # type: ignore[misc]


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "DOMAIN": "accounts",
        "STORE": "paper",
        "EAGER_RELAY": "sometimes",
        "RELAY_BATCH": "1001",
        "ADVANCE_BATCH": "0",
        "RETRY_DELAY_SECONDS": "-1",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"ONEWRITE_{name}", value)
    with pytest.raises(ValidationError) as problems:
        Settings.read()
    assert {str(problem["loc"][0]).upper() for problem in problems.value.errors()} == set(wrong)


@pytest.mark.parametrize(
    ("environment", "are_shown"),
    [
        ({}, False),
        ({"SPANNER_EMULATOR_HOST": "127.0.0.1:1"}, False),
        ({"PUBSUB_EMULATOR_HOST": "127.0.0.1:1"}, False),
        ({"SPANNER_EMULATOR_HOST": "127.0.0.1:1", "PUBSUB_EMULATOR_HOST": "127.0.0.1:1"}, True),
        ({"ONEWRITE_STORE": "memory"}, True),
    ],
    ids=["cloud", "store here", "bus here", "both here", "embedded"],
)
def test_faults_are_shown_where_both_store_and_bus_are_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], are_shown: bool
) -> None:
    monkeypatch.setenv("ONEWRITE_DOMAIN", "accounts:ACCOUNTS")
    for name in ("SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):  # a test of before has started them in this process
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Settings.read().show_faults is are_shown


def test_the_environment_file_names_only_settings_that_there_are() -> None:
    lines = (line.partition("=")[0] for line in VARIABLES.read_text().splitlines())
    named = {name.removeprefix("ONEWRITE_").lower() for name in lines if name.startswith("ONEWRITE_")}
    assert named <= Settings.model_fields.keys()


def reads_environment(source: str) -> bool:
    """Nobody can without one of these imports."""
    doors = {"os", "posix", "dotenv"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(name.name.partition(".")[0] in doors for name in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in doors:
            return True
    return False


def test_nothing_that_is_deployed_reads_the_environment_but_the_settings() -> None:
    code = [*(ROOT / "shared").rglob("*.py"), *FUNCTIONS.rglob("*.py")]
    deployed = [
        path for path in code if not {LIBRARY / "checks", LIBRARY / "cli", LIBRARY / "local"} & set(path.parents)
    ]
    readers = [path for path in deployed if reads_environment(path.read_text())]
    assert readers == [LIBRARY / "settings.py"]


@pytest.mark.parametrize("source", ["import os", "from os import getenv", "import os.path as p"])
def test_a_reader_would_be_noticed(source: str) -> None:
    assert reads_environment(source)


@pytest.mark.parametrize(
    ("domain", "why"),
    [
        ("acounts:ACCOUNTS", "ModuleNotFoundError: No module named 'acounts'"),
        ("accounts:ACOUNTS", "AttributeError: module 'accounts' has no attribute 'ACOUNTS'"),
        ("accounts.views.profiles:PROFILES", "it is a Table"),
    ],
)
def test_a_domain_that_is_none_is_told_with_the_reason(domain: str, why: str) -> None:
    with pytest.raises(NoDomain) as error:
        domain_of(settings(domain=domain))
    told = f"ONEWRITE_DOMAIN={domain} can't be loaded: {why}. Mend its code, or name the domain as package:NAME"
    assert error.value.message == told


@pytest.mark.parametrize("variable", ["K_SERVICE", "CLOUD_RUN_WORKER_POOL"])
def test_functions_and_workers_of_cloud_run_know_where_they_are(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("K_SERVICE", "CLOUD_RUN_WORKER_POOL"):
        monkeypatch.delenv(name, raising=False)
    assert not is_in_cloud()
    monkeypatch.setenv(variable, "one")
    assert is_in_cloud()


@pytest.mark.parametrize(
    ("domain", "ending"),
    [
        ("accounts:ACCOUNTS", ""),
        ("acounts:ACCOUNTS", "ONEWRITE_DOMAIN=acounts:ACCOUNTS can't be loaded"),
        ("accounts", "name the domain as package:NAME"),
    ],
)
def test_in_the_cloud_a_function_is_not_even_imported_with_a_wrong_environment(domain: str, ending: str) -> None:
    nowhere = {name: value for name, value in os.environ.items() if not name.endswith("_EMULATOR_HOST")}
    environment = {**nowhere, "K_SERVICE": "answer-queries", "ONEWRITE_DOMAIN": domain}
    command = [sys.executable, "-c", "import onewrite.bootstrap"]
    imported = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False
    )
    assert imported.returncode == bool(ending), imported.stderr
    assert ending in imported.stderr
