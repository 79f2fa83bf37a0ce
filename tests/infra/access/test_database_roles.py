"""What each function may do in the database where `fine_grained_access` is on."""

from collections.abc import Mapping

import pytest

from onewrite.adapters.spanner.changes import STREAM
from onewrite.checks.statements import schema, tables
from tests.infra.access.grants import Rights, reading, rights_of_roles
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
    own = {
        "project_profiles": {"profiles"},
        "project_interests": {"interests", "popular_interests"},
        "project_clubs": {"clubs", "memberships", "topics"},
    }
    views = set().union(*own.values())
    assert {role: {table for table in views if "INSERT" in grants[role].get(table, ())} for role in own} == own


def test_what_was_done_to_views_can_not_be_rewritten(grants: Mapping[str, Rights]) -> None:
    assert set().union(*(role["operations"] for role in grants.values())) == {"SELECT", "INSERT"}


@pytest.mark.parametrize("view", ["profiles", "interests", "clubs"])
def test_who_pulls_a_view_has_the_rights_of_whom_it_is_pushed_to_and_follows_and_heals(
    grants: Mapping[str, Rights], view: str
) -> None:
    pushed, pulled = grants[f"project_{view}"], grants[f"pull_{view}"]
    more = {each: rights - pushed.get(each, set()) for each, rights in pulled.items()}
    heals = {"streams": {"SELECT"}}
    assert given(more) == given(grants["change_follower"]) | given(grants["walker"]) | heals


def test_whoever_reads_the_change_stream_may_call_its_function(grants: Mapping[str, Rights]) -> None:
    followers = {name: (role[STREAM], role[reading(STREAM)]) for name, role in grants.items() if role[STREAM]}
    assert {"tail_changes", "pull_profiles", "pull_interests", "pull_clubs", "pull_views"} <= followers.keys()
    assert {name: both for name, both in followers.items() if both != ({"SELECT"}, {"EXECUTE"})} == {}


def test_everything_is_granted_to_somebody_and_nothing_is_misspelt(grants: Mapping[str, Rights]) -> None:
    granted = {each for role in grants.values() for each, rights in role.items() if rights}
    assert granted == {*tables(schema()), STREAM, reading(STREAM)}


def given(role: Rights) -> dict[str, set[str]]:
    return {each: rights for each, rights in role.items() if rights}
