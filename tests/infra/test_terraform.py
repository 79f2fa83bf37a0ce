from pathlib import Path

import pytest

from tests.infra.terraform import ENVIRONMENTS, Terraform

MISTAKES = {
    "a misspelt argument": (
        ("pubsub.tf", "max_delivery_attempts =", "max_delivery_attempst ="),
        'argument named "max_delivery_attempst" is not expected here',
        None,
    ),
    "a reference to nothing": (
        ("functions.tf", "google_service_account.builder.id", "google_service_account.bilder.id"),
        'managed resource "google_service_account" "bilder" has not been declared',
        None,
    ),
    "a subscription that expires": (
        ("pubsub.tf", 'ttl = ""', 'ttl = "86400s"'),
        "A subscription expires when it is quiet for long.",
        "subscriptions",
    ),
    "a subscription without dead letters": (
        ("topology.json", '"dead_letter": {"topic": "events_dead_letter", "max_delivery_attempts": 50}', '"note": ""'),
        "A subscription other than the one for dead letters has no dead letter topic.",
        "subscriptions",
    ),
    "a function open to everybody": (
        ("variables_access.tf", "default     = []", 'default     = ["answer_queries"]'),
        "Somebody else may call a function, or somebody who must can't.",
        "access",
    ),
    "a right too many": (
        ("iam.tf", 'relay_outbox    = ["events"]', 'relay_outbox    = ["events", "rebuild_ranges"]'),
        "A function may publish where it has no business, or can't where it has.",
        "access",
    ),
    "a shared account": (
        ("functions.tf", "google_service_account.function[each.key].email", "google_service_account.builder.email"),
        "A function runs another's code or under another's account.",
        "functions",
    ),
    "an unprotected database": (
        ("schema.tf", "enable_drop_protection   = var.deletion_protection", "enable_drop_protection   = false"),
        "The database can be dropped where it must not be.",
        "store",
    ),
    "an alert that reaches nobody": (
        ("alert_policies.tf", "local.channels\n\n  conditions", "[]\n\n  conditions"),
        "An alert reaches nobody, or doesn't say what to do.",
        "alerts",
    ),
}


def test_every_file_is_formatted(terraform: Terraform) -> None:
    done = terraform.run("fmt", "-check", "-recursive", "-diff")
    assert done.returncode == 0, done.stdout


def test_the_configuration_is_valid(terraform: Terraform) -> None:
    done = terraform.run("validate", "-no-color")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_what_matters_holds(terraform: Terraform, environment: str) -> None:
    done = terraform.test(environment)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_caught(terraform: Terraform, tmp_path: Path, mistake: str) -> None:
    (name, right, wrong), said, by = MISTAKES[mistake]
    mistaken = terraform.copy(tmp_path / "mistaken")
    file = mistaken.folder / name
    assert right in file.read_text()
    file.write_text(file.read_text().replace(right, wrong))
    done = mistaken.test("prod", f"-filter=tests/{by}.tftest.hcl") if by else mistaken.run("validate", "-no-color")
    assert done.returncode == 1
    assert said in " ".join((done.stdout + done.stderr).replace("│", " ").split())
