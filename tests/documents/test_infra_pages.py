"""What the pages of the deployment tell people to type has to be there, as far as that shows without a cloud."""

import re

import pytest

from onewrite.checks.statements import schema, tables
from tests.documents.pages import PAGES, Page
from tests.infra.terraform.plans import INFRA

INFRA_PAGES = [page for page in PAGES if page.name.startswith("infra/")]
TERRAFORM = "".join(file.read_text() for file in sorted(INFRA.glob("*.tf")))
by_name = pytest.mark.parametrize("page", INFRA_PAGES, ids=lambda page: page.name)


@by_name
def test_every_variable_set_by_hand_exists(page: Page) -> None:
    variables = set(re.findall(r'^variable "(\w+)"', TERRAFORM, re.MULTILINE))
    assert set(re.findall(r"(?:TF_VAR_|-var=)(\w+)", page.text)) - variables == set()


@by_name
def test_every_file_of_variables_exists(page: Page) -> None:
    named = re.findall(r"-var-file=(\S+\.tfvars)", page.text)
    assert [file for file in named if not (INFRA / file).exists()] == []


@by_name
def test_every_resource_taken_out_of_terraforms_hands_exists(page: Page) -> None:
    resources = {".".join(names) for names in re.findall(r'^resource "(\w+)" "(\w+)"', TERRAFORM, re.MULTILINE)}
    named = {name for line in page.commands() for name in re.findall(r"\bgoogle_\w+\.\w+", line)}
    assert named - resources == set()


def test_every_output_is_used() -> None:
    told = "".join(page.text for page in INFRA_PAGES)
    outputs = re.findall(r'^output "(\w+)"', (INFRA / "outputs.tf").read_text(), re.MULTILINE)
    assert [output for output in outputs if not re.search(rf"output (-json )?{output}\b", told)] == []


def test_the_way_back_from_a_backup_names_every_row_deletion_policy() -> None:
    expiring = tables(statement for statement in schema() if "ROW DELETION POLICY" in statement)
    restored = set(re.findall(r"ALTER TABLE (\w+) ADD ROW DELETION POLICY", Page("infra/deploy.md").text))
    assert restored == expiring
