"""What a process imports: a function what it serves and nothing else, because a cold start is mostly imports."""

import json
import subprocess
import sys

import pytest

from emulators.paths import FUNCTIONS
from onewrite.checks.topology import Topology

PUBLIC = {"accept_commands", "answer_queries"}
WALKING = {"operate_views", "pull_clubs", "pull_interests", "pull_profiles", "rebuild_views", "reconcile_views"}
PUSHED_TO = {"project_clubs", "project_interests", "project_profiles"}
#: For each function a process of its own, forked from one that has imported what all of them need.
LOAD = """
import json, os, sys
import functions_framework, pydantic
for name in sys.argv[2:]:
    if os.fork():
        os.wait()
        continue
    function = functions_framework.create_app(name, f"{sys.argv[1]}/{name}/main.py", "http")
    assert function.test_client().get("/health/live").status_code == 200
    print(json.dumps([name, sorted(sys.modules)]), flush=True)
    os._exit(0)
"""
SETTINGS = {"ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "ONEWRITE_CHECK_IDENTITY": "true", "PYTHONPATH": ":".join(sys.path)}
NOWHERE = {"SPANNER_EMULATOR_HOST": "127.0.0.1:1", "PUBSUB_EMULATOR_HOST": "127.0.0.1:1"}


def loaded_by(*functions: str, **settings: str) -> dict[str, set[str]]:
    """The modules that each function has loaded when it is ready for its first request."""
    command = [sys.executable, "-c", LOAD, str(FUNCTIONS), *functions]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**SETTINGS, **settings})
    return {name: set(modules) for name, modules in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    return loaded_by(*Topology.read().functions, ONEWRITE_STORE="memory")


@pytest.mark.parametrize(
    ("module", "functions"),
    [
        ("onewrite.adapters.http.console.files", {"operate_views"}),
        ("onewrite.adapters.http.identity", Topology.read().functions.keys() - PUBLIC),
        ("onewrite.adapters.http.openapi.document", set()),
        ("onewrite.adapters.http.routes.operations", {"operate_views"}),
        ("onewrite.adapters.metrics.definition", set()),
        ("onewrite.adapters.operations.reports.data", {"operate_views"}),
        ("onewrite.application.commands.accept_command", {"accept_commands"}),
        ("onewrite.application.operations.walks.walk_streams", WALKING),
        ("onewrite.application.projections.pushes.follow_stream", PUSHED_TO),
        ("onewrite.application.queries.read_view", {"answer_queries"}),
        ("onewrite.application.relay.sweep_outbox", {"relay_outbox", "tail_changes"}),
        ("opentelemetry.sdk", set()),
    ],
)
def test_a_function_loads_what_it_serves(loaded: dict[str, set[str]], module: str, functions: set[str]) -> None:
    assert {name for name, modules in loaded.items() if module in modules} == functions


def test_nothing_loads_googles_client_before_the_cloud_is_chosen(loaded: dict[str, set[str]]) -> None:
    everything = set().union(*loaded.values())
    assert {
        name for name in everything if name.startswith(("google.cloud.spanner", "google.cloud.pubsub", "grpc"))
    } == set()


def test_of_googles_clients_a_function_that_has_published_nothing_loads_the_one_for_spanner() -> None:
    [modules] = loaded_by("accept_commands", **NOWHERE).values()
    assert "google.cloud.spanner_v1.client" in modules
    others = ("google.cloud.monitoring", "google.cloud.pubsub", "opentelemetry.sdk.metrics", "spanner_changes")
    assert {name for name in modules if name.startswith(others)} == set()
