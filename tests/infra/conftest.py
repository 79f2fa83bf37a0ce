"""Terraform for the tests that need it; where it is missing they are skipped, but never in CI."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.infra.terraform.plans import ENVIRONMENTS, OPTIONS, Plan, Terraform, initialised


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terraform]:
    if shutil.which("terraform") is None:
        reason = "Terraform is not installed: see infra/README.md"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with initialised(tmp_path_factory.mktemp("terraform")) as ready:
        yield ready


@pytest.fixture(scope="session")
def planned(terraform: Terraform) -> dict[str, Plan]:
    """What would be made in each environment."""
    return {environment: terraform.plan(environment) for environment in ENVIRONMENTS}


@pytest.fixture(scope="session")
def planned_with_options(terraform: Terraform) -> Plan:
    """What would be made in prod with everything that is off by default."""
    return terraform.plan("prod", *OPTIONS)
