"""What the documents tell people to type has to be there."""

import re
from pathlib import Path

import pytest

from emulators.provisioning.schema import schema, tables
from onewrite.cli.app import commands
from tests.infra.terraform.plans import INFRA

DOCUMENTS = sorted(INFRA.glob("*.md"))
COMMANDS = {command.callback.__name__ for command in commands.registered_commands if command.callback}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_exists(document: Path) -> None:
    named = set(re.findall(r"(?:^|`|&& )onewrite ([a-z]+)", document.read_text(), re.MULTILINE))
    assert named - COMMANDS == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_linked_exists(document: Path) -> None:
    assert [link for link in re.findall(r"\]\(([\w./]+)\)", document.read_text()) if not (INFRA / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_variable_set_by_hand_exists(document: Path) -> None:
    variables = set(
        re.findall(r'^variable "(\w+)"', "".join(file.read_text() for file in INFRA.glob("*.tf")), re.MULTILINE)
    )
    named = set(re.findall(r"(?:TF_VAR_|-var=)(\w+)", document.read_text()))
    assert named - variables == set()


def test_every_output_is_used() -> None:
    told = "".join(document.read_text() for document in DOCUMENTS)
    outputs = re.findall(r'^output "(\w+)"', (INFRA / "outputs.tf").read_text(), re.MULTILINE)
    assert [output for output in outputs if not re.search(rf"output (-json )?{output}\b", told)] == []


def test_the_way_back_from_a_backup_names_every_row_deletion_policy() -> None:
    expiring = tables(statement for statement in schema() if "ROW DELETION POLICY" in statement)
    restored = set(re.findall(r"ALTER TABLE (\w+) ADD ROW DELETION POLICY", (INFRA / "deploy.md").read_text()))
    assert restored == expiring
