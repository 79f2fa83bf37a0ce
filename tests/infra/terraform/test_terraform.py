import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from infra.bundle import function_names
from tests.infra.terraform.mistakes import MISTAKES
from tests.infra.terraform.plans import ENVIRONMENTS, INFRA, OPTIONS, Plan, Terraform

INVOKERS = '-var=invokers={answer_queries=["group:readers@example.com"]}'
#: What variables switch on or have refused, whatever an environment's file says.
ALIKE = {"access_options", "console", "delivery", "options", "refusals", "traces"}


def test_every_file_is_formatted(terraform: Terraform) -> None:
    done = terraform.run("fmt", "-check", "-recursive", "-diff")
    assert done.returncode == 0, done.stdout


def test_the_configuration_is_valid(terraform: Terraform) -> None:
    done = terraform.run("validate", "-no-color")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_matters_holds(terraform: Terraform, environment: str) -> None:
    files = {file.name.split(".")[0] for file in (INFRA / "tests").glob("*.tftest.hcl")}
    assert files > ALIKE
    asked = files if environment == "prod" else files - ALIKE
    done = terraform.test(environment, *(f"-filter=tests/{name}.tftest.hcl" for name in sorted(asked)))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_first_plan_is_possible_while_nothing_is_known(terraform: Terraform, tmp_path: Path) -> None:
    """In an empty project no resource has an id yet, and none may be needed to tell how many others there are."""
    done = in_an_empty_project(terraform, tmp_path / "empty").test(
        "prod", "-filter=tests/store.tftest.hcl", *OPTIONS, INVOKERS
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_depends_on_the_unknown_is_seen(terraform: Terraform, tmp_path: Path) -> None:
    right, wrong = '"${function}/push" =>', '"${google_service_account.caller["push"].member}" =>'
    mistaken = terraform.edited(tmp_path / "mistaken", ("iam.tf", right, wrong))
    done = in_an_empty_project(mistaken, tmp_path / "empty").test("prod", "-filter=tests/store.tftest.hcl")
    assert (done.returncode, "Invalid for_each argument" in done.stderr) == (1, True)


def test_a_rollback_deploys_the_bundles_of_before_under_the_schema_of_today(
    terraform: Terraform, planned: dict[str, Plan], tmp_path: Path
) -> None:
    for name in function_names():
        (tmp_path / f"{name}.zip").write_text(f"{name}, as it was")
    today, before = planned["prod"], terraform.plan("prod", f"-var=bundles={tmp_path}")
    functions = [address for address in today if address.startswith("google_cloudfunctions2_function.")]
    assert functions
    assert [one for one in functions if built_from(before[one]) == built_from(today[one])] == []
    assert before["google_spanner_database.main"]["ddl"] == today["google_spanner_database.main"]["ddl"]


@pytest.mark.parametrize("check", MISTAKES)
def test_every_mistake_is_named(terraform: Terraform, tmp_path: Path, check: str) -> None:
    mistaken = terraform.edited(tmp_path / "mistaken", *(mistake[:3] for mistake in MISTAKES[check]))
    by = check.partition(":")[0]
    if by == "validate":
        done = mistaken.run("validate", "-no-color")
    else:
        tests = mistaken.folder / "tests" / f"{by}.tftest.hcl"
        tests.write_text(runs_that_say(tests.read_text(), [mistake.said for mistake in MISTAKES[check]]))
        done = mistaken.test("prod", f"-filter=tests/{by}.tftest.hcl")
    told = " ".join((done.stdout + done.stderr).replace("│", " ").split())
    assert done.returncode == 1
    assert [mistake.said for mistake in MISTAKES[check] if mistake.said not in told] == []


def runs_that_say(tests: str, said: Sequence[str]) -> str:
    """Leave the runs that can say one of these, by an assertion or by their name: each run costs a plan."""
    head, *runs = re.split(r'(?m)^(?=run ")', tests)
    words = [one.removesuffix("... fail") for one in said]
    saying = [run for run in runs if any(one in " ".join(run.split()) for one in words)]
    return head + "".join(saying or runs)


def in_an_empty_project(terraform: Terraform, folder: Path) -> Terraform:
    return terraform.edited(folder, ("tests/store.tftest.hcl", "  override_during = plan\n", ""))


def built_from(function: Any) -> Any:
    """The name of its bundle, which is its content."""
    return function["build_config"][0]["source"][0]["storage_source"][0]["object"]
