"""What each function may do in the database where `fine_grained_access` is on."""

from collections.abc import Mapping

import pytest

from emulators.provisioning.schema import schema, tables
from tests.infra.access.grants import Rights, rights_of_roles
from tests.infra.terraform.plans import INFRA
from tests.infra.terraform.test_topology import TOPOLOGY


@pytest.fixture(scope="module")
def grants() -> Mapping[str, Rights]:
    return rights_of_roles(INFRA / "schema")


def test_every_function_has_a_role_of_its_own_name(grants: Mapping[str, Rights]) -> None:
    assert TOPOLOGY["functions"].keys() <= grants.keys()


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
