"""The statements of shared/replace_a_view.md: a table and a role come, a table and a role go, as Spanner takes it."""

import re
import shutil
from pathlib import Path

import pytest

from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.adapters.spanner.changes import STREAM
from onewrite.checks.statements import schema, tables
from onewrite.local.system import SpannerPlace
from tests.documents.pages import Page
from tests.infra.access.grants import Rights, reading, rights_of_roles
from tests.infra.schema.schema_history import SCHEMA, as_released, in_order, released
from tests.infra.terraform.plans import ROOT, Terraform
from tests.support.systems.emulators import drop

PLACE = re.compile(r"-- (\S+/\S+)\n")
FILES = {found[1]: text for text in Page("shared/replace_a_view.md").blocks("sql") if (found := PLACE.match(text))}
BESIDE, WITHOUT = list(FILES)[:2], list(FILES)[2:]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / SCHEMA, tmp_path / SCHEMA)
    return tmp_path


def write(repository: Path, names: list[str]) -> Path:
    for name in names:
        (repository / name).write_text(FILES[name])
    return repository / SCHEMA


def besides_views(role: Rights) -> Rights:
    return {each: rights for each, rights in role.items() if rights and each not in {"people", "profiles"}}


def test_the_new_view_has_a_table_and_a_role_beside_those_of_the_old_one(repository: Path) -> None:
    folder = write(repository, BESIDE)
    assert tables(schema(folder)) - tables(schema()) == {"people"}
    roles = rights_of_roles(folder)
    assert roles["project_people"]["people"] == roles["project_profiles"]["profiles"]
    assert roles["project_people"]["checkpoints"] == roles["project_profiles"]["checkpoints"]
    assert "INSERT" in roles["answer_queries"]["people"]
    assert besides_views(roles["pull_people"]) == besides_views(roles["pull_profiles"])


def test_nothing_of_the_old_one_is_left_in_the_end(repository: Path) -> None:
    folder = write(repository, [*BESIDE, *WITHOUT])
    assert tables(schema()) - tables(schema(folder)) == {"profiles"}
    roles = rights_of_roles(folder)
    assert {"project_profiles", "pull_profiles"} & roles.keys() == set()
    assert [role for role, rights in roles.items() if rights["profiles"]] == []
    granted = {each for role in roles.values() for each, rights in role.items() if rights}
    assert granted == {*tables(schema(folder)), STREAM, reading(STREAM)}


def test_a_role_goes_before_its_table(repository: Path) -> None:
    with pytest.raises(AssertionError, match="DROP TABLE profiles: revoke the rights first"):
        rights_of_roles(write(repository, [*BESIDE, WITHOUT[1]]))


def test_they_come_behind_all_that_was_released(repository: Path) -> None:
    write(repository, list(FILES))
    now, known = as_released(in_order(repository)), released(ROOT)
    assert now[: len(known)] == known, "the page's files need higher numbers"


def test_terraform_applies_them_by_their_numbers_whichever_folder_they_are_in(
    terraform: Terraform, tmp_path: Path
) -> None:
    copy = terraform.copy(tmp_path / "copy")
    write(copy.folder.parent, list(FILES))
    ddl = copy.plan("prod")["google_spanner_database.main"]["ddl"]
    assert ddl == [statement for _, statement in in_order(copy.folder.parent)]


@pytest.mark.emulator
def test_the_emulator_takes_them_too(repository: Path, spanner_place: SpannerPlace) -> None:
    provision_spanner(spanner_place, schema(write(repository, BESIDE)))
    provision_spanner(spanner_place, schema(write(repository, WITHOUT)))
    drop(connect(spanner_place))
