from pathlib import Path
from typing import NamedTuple

import pytest

from tests.infra.terraform import ENVIRONMENTS, INFRA, Terraform


class Mistake(NamedTuple):
    """Made in a copy of a file, and what must be said of it, by `validate` or by the tests of that name."""

    file: str
    right: str
    wrong: str
    said: str
    by: str


MISTAKES = {
    "a misspelt argument": Mistake(
        "pubsub.tf",
        right="max_delivery_attempts =",
        wrong="max_delivery_attempst =",
        said='An argument named "max_delivery_attempst" is not expected here.',
        by="validate",
    ),
    "a reference to nothing": Mistake(
        "functions.tf",
        right="google_service_account.builder.id",
        wrong="google_service_account.bilder.id",
        said='managed resource "google_service_account" "bilder" has not been declared',
        by="validate",
    ),
    "a subscription that expires": Mistake(
        "pubsub.tf",
        right='ttl = ""',
        wrong='ttl = "86400s"',
        said="A subscription expires when it is quiet for long.",
        by="subscriptions",
    ),
    "a subscription without dead letters": Mistake(
        "topology.json",
        right='"dead_letter": {"topic": "events_dead_letter", "max_delivery_attempts": 50}',
        wrong='"note": ""',
        said="A subscription other than the one for dead letters has no dead letter topic.",
        by="subscriptions",
    ),
    "a function open to everybody": Mistake(
        "variables_access.tf",
        right="default     = []",
        wrong='default     = ["answer_queries"]',
        said="Somebody else may call a function, or somebody who must can't.",
        by="access",
    ),
    "a right too many": Mistake(
        "iam.tf",
        right='relay_outbox    = ["events"]',
        wrong='relay_outbox    = ["events", "rebuild_ranges"]',
        said="A function may publish where it has no business, or can't where it has.",
        by="access",
    ),
    "a token of somebody else": Mistake(
        "iam.tf",
        right=" if pair[0] == name]))",
        wrong="]))",
        said="A function itself would let in somebody else than its trigger.",
        by="access",
    ),
    "a shared account": Mistake(
        "functions.tf",
        right="google_service_account.function[each.key].email",
        wrong="google_service_account.builder.email",
        said="A function runs another's code or under another's account.",
        by="functions",
    ),
    "an unprotected database": Mistake(
        "schema.tf",
        right="enable_drop_protection   = var.deletion_protection",
        wrong="enable_drop_protection   = false",
        said="The database can be dropped where it must not be.",
        by="store",
    ),
    "an alert that reaches nobody": Mistake(
        "alert_policies.tf",
        right="local.channels\n\n  conditions",
        wrong="[]\n\n  conditions",
        said="An alert reaches nobody, or doesn't say what to do.",
        by="alerts",
    ),
}


def test_every_file_is_formatted(terraform: Terraform) -> None:
    done = terraform.run("fmt", "-check", "-recursive", "-diff")
    assert done.returncode == 0, done.stdout


def test_the_configuration_is_valid(terraform: Terraform) -> None:
    done = terraform.run("validate", "-no-color")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("concern", sorted(file.name for file in INFRA.glob("tests/*.tftest.hcl")))
def test_what_matters_holds(terraform: Terraform, environment: str, concern: str) -> None:
    done = terraform.test(environment, f"-filter=tests/{concern}")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_caught(terraform: Terraform, tmp_path: Path, mistake: Mistake) -> None:
    mistaken = terraform.copy(tmp_path / "mistaken")
    file = mistaken.folder / mistake.file
    assert mistake.right in file.read_text()
    file.write_text(file.read_text().replace(mistake.right, mistake.wrong))
    if mistake.by == "validate":
        done = mistaken.run("validate", "-no-color")
    else:
        done = mistaken.test("prod", f"-filter=tests/{mistake.by}.tftest.hcl")
    assert done.returncode == 1
    assert mistake.said in " ".join((done.stdout + done.stderr).replace("│", " ").split())
