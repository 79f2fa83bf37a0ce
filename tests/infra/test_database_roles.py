"""The grants of the real service, which no emulator takes, read as text."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping

import pytest

from emulators.schema import schema, statements, tables
from tests.infra.terraform import INFRA

FUNCTIONS = json.loads((INFRA / "topology.json").read_text())["functions"]
TO_TABLES = re.compile(r"GRANT ([A-Z, ]+) ON TABLE ([\w, ]+) TO ROLE (\w+)")
TO_ROLES = re.compile(r"GRANT ROLE ([\w, ]+) TO ROLE (\w+)")
Rights = Mapping[str, set[str]]


@pytest.fixture(scope="module")
def grants() -> Mapping[str, Rights]:
    """What each role may do with each table, inherited rights included."""
    rights: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file in sorted((INFRA / "schema" / "production").glob("*.sql")):
        for statement in statements(file.read_text()):
            understood = re.fullmatch(r"CREATE ROLE (\w+)", statement)
            if direct := TO_TABLES.fullmatch(statement):
                for table in direct[2].split(", "):
                    rights[direct[3]][table] |= set(direct[1].split(", "))
            elif inherited := TO_ROLES.fullmatch(statement):
                for role in inherited[1].split(", "):
                    for table, given in rights[role].items():
                        rights[inherited[2]][table] |= given
            else:
                assert understood, f"not understood: {statement}"
                rights[understood[1]]
    return rights


def test_every_function_has_a_role_of_its_own_name(grants: Mapping[str, Rights]) -> None:
    assert FUNCTIONS.keys() <= grants.keys()


def test_nobody_can_change_or_delete_an_event(grants: Mapping[str, Rights]) -> None:
    assert set().union(*(role["events"] for role in grants.values())) == {"SELECT", "INSERT"}


def test_only_commands_append(grants: Mapping[str, Rights]) -> None:
    for table in ("events", "streams", "commands"):
        assert [name for name, role in grants.items() if "INSERT" in role[table]] == ["accept_commands"]


def test_a_projection_writes_no_view_but_its_own(grants: Mapping[str, Rights]) -> None:
    assert "INSERT" not in grants["project_profiles"]["interests"]
    assert "INSERT" not in grants["project_interests"]["profiles"]


def test_what_was_done_to_views_can_not_be_rewritten(grants: Mapping[str, Rights]) -> None:
    assert set().union(*(role["operations"] for role in grants.values())) == {"SELECT", "INSERT"}


def test_every_table_is_granted_to_somebody_and_none_is_misspelt(grants: Mapping[str, Rights]) -> None:
    granted = {table for role in grants.values() for table, rights in role.items() if rights}
    assert granted == tables(schema())
