import os
import sys
from importlib.util import find_spec
from typing import Any

import pytest

from accounts.domain import ACCOUNTS
from onewrite.settings import Settings
from tests.infra.terraform.plans import ENVIRONMENTS, Plan


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_functions_start_on_cloud_run_with_the_settings_that_terraform_gives_them(
    planned: dict[str, Plan], environment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, variables in variables_of_functions(planned[environment]).items():
        ours = {key: value for key, value in variables.items() if key.startswith("ONEWRITE_")}
        unknown = {key.removeprefix("ONEWRITE_").lower() for key in ours} - Settings.model_fields.keys()
        assert not unknown, name
        with monkeypatch.context() as patch:
            patch.setenv("K_SERVICE", name)
            for emulator in ("PUBSUB_EMULATOR_HOST", "SPANNER_EMULATOR_HOST"):
                patch.delenv(emulator, raising=False)
            for key, value in ours.items():
                patch.setenv(key, value)
            settings = Settings.read()
        assert (settings.project, settings.check_identity) == ("onewrite-test", True)


def test_workers_get_the_settings_of_functions_and_are_told_to_follow_what_there_is(planned_with_options: Plan) -> None:
    pools = [made for address, made in planned_with_options.items() if "run_v2_worker_pool." in address]
    assert pools
    for pool in pools:
        (container,) = pool["template"][0]["containers"]
        ours = {one["name"].removeprefix("ONEWRITE_").lower() for one in container["env"] if "ONEWRITE" in one["name"]}
        assert ours <= Settings.model_fields.keys()
        _, python, flag, module, *followed = container["args"]
        assert (python, flag, find_spec(module) is not None) == ("python", "-m", True)
        what, *views = followed
        assert what == "tail" or {what, *views} <= {"pull", *(one.name for one in ACCOUNTS.projections)}


def test_functions_run_on_the_python_that_tests_them(planned: dict[str, Plan]) -> None:
    runtimes = {
        values["build_config"][0]["runtime"]
        for address, values in planned["prod"].items()
        if address.startswith("google_cloudfunctions2_function.")
    }
    here = f"python{sys.version_info.major}{sys.version_info.minor}"
    if runtimes != {here} and os.environ.get("CI") != "true":
        pytest.skip(f"these tests run on {here}, functions on {', '.join(runtimes)}: CI has that one")
    assert runtimes == {here}


def variables_of_functions(plan: Plan) -> dict[str, dict[str, Any]]:
    return {
        values["build_config"][0]["entry_point"]: values["service_config"][0]["environment_variables"]
        for address, values in plan.items()
        if address.startswith("google_cloudfunctions2_function.")
    }
