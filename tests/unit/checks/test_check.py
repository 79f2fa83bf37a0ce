"""Settings, topology, code, domain and schema are compared before anything is started; what doesn't fit is named."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from onewrite.checks.check import check, misplaced, never_pushed, unknown_topics, unserved, wrongly_called
from onewrite.checks.errors import DoesNotFit
from onewrite.checks.paths import FUNCTIONS
from onewrite.checks.rehearsal import Rehearsal
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables
from tests.support.systems.toy_functions import HTTP, toys

pytestmark = pytest.mark.usefixtures("warm_rehearsals")

TOPOLOGY = Topology.read()
REHEARSAL = Rehearsal(
    domain="accounts:ACCOUNTS",
    problems=[],
    categories={"profiles": ["account"], "interests": ["account"]},
    needs={"profiles": [], "interests": []},
    stream_ids=["account-{id}"],
    served={"project_profiles": ["profiles"]},
)

SHELF = """
from dataclasses import replace
from accounts import ACCOUNTS
from accounts.views.profiles import PROFILES, Profiles

class Books(Profiles):
    name = "books"
    tables = (replace(PROFILES, name="books"),)

SHELF = replace(ACCOUNTS, projections=(*ACCOUNTS.projections, Books()))
"""


def taking(*categories: str) -> Topology:
    """Return the topology with a subscription that takes these categories."""
    subscription = TOPOLOGY.subscriptions["project_profiles"].model_copy(update={"categories": categories})
    return TOPOLOGY.model_copy(update={"subscriptions": {"project_profiles": subscription}})


def test_what_is_here_fits() -> None:
    check(variables({}), TOPOLOGY, FUNCTIONS, TOPOLOGY.functions, is_whole=True)


def test_a_function_that_was_left_over_is_told(tmp_path: Path) -> None:
    folder = toys(tmp_path, accept_commands=HTTP, project_tasks=HTTP)
    (tmp_path / "project_lists" / "__pycache__").mkdir(parents=True)
    told = "functions/project_tasks has no entry in infra/topology.json: add one, or delete the folder"
    assert list(misplaced(TOPOLOGY, folder, is_whole=False)) == [told]
    with pytest.raises(DoesNotFit, match=told):
        check(variables({}), TOPOLOGY, folder, TOPOLOGY.functions, is_whole=False)


def test_a_function_without_code_is_told_where_all_of_them_should_be(tmp_path: Path) -> None:
    folder = toys(tmp_path, **dict.fromkeys(TOPOLOGY.functions.keys() - {"relay_outbox"}, HTTP))
    told = "functions/relay_outbox/main.py is missing: write it, or delete relay_outbox from infra/topology.json"
    assert list(misplaced(TOPOLOGY, folder, is_whole=True)) == [told]
    assert list(misplaced(TOPOLOGY, folder, is_whole=False)) == []


def test_a_projection_that_no_function_serves_is_told() -> None:
    [told] = unserved(REHEARSAL, REHEARSAL.served)
    assert told == (
        "no function serves the projection interests of ONEWRITE_DOMAIN=accounts:ACCOUNTS: "
        "write functions/project_interests/main.py, and its entries in infra/topology.json"
    )


def test_a_projection_whose_functions_do_not_run_is_told_too() -> None:
    assert len([*unserved(REHEARSAL, ["answer_queries"])]) == 2


def test_a_subscription_of_another_category_is_told() -> None:
    [told] = never_pushed(taking("list"), REHEARSAL)
    assert told == (
        "subscription project_profiles takes list, but what project_profiles serves (profiles) reads account: "
        "mend its categories in infra/topology.json"
    )
    assert list(never_pushed(TOPOLOGY, REHEARSAL)) == []


def test_a_subscription_takes_every_category_that_its_projection_reads_and_no_other() -> None:
    reads_two = replace(REHEARSAL, categories={"profiles": ["account", "club"]})
    assert [len([*never_pushed(taking(*taken), reads_two)]) for taken in (["account"], ["club", "account"])] == [1, 0]
    assert len([*never_pushed(taking("account", "club"), REHEARSAL)]) == 1


def test_a_subscription_without_categories_takes_what_any_projection_reads() -> None:
    subscription = TOPOLOGY.subscriptions["project_profiles"].model_copy(update={"categories": None})
    changed = TOPOLOGY.model_copy(update={"subscriptions": {"project_profiles": subscription}})
    assert list(never_pushed(changed, REHEARSAL)) == []


def test_a_function_that_pulls_another_projection_than_the_topology_says_is_told() -> None:
    other = replace(REHEARSAL, served={"pull_profiles": ["interests"], "pull_interests": [], "pull_clubs": ["clubs"]})
    assert list(wrongly_called(TOPOLOGY, other)) == [
        (
            "function pull_profiles pulls profiles in infra/topology.json and interests in its main.py: "
            "mend one of the two"
        ),
        (
            "function pull_interests pulls interests in infra/topology.json and nothing in its main.py: "
            "mend one of the two"
        ),
    ]


def test_a_function_that_serves_several_is_pushed_what_any_of_them_reads() -> None:
    several = replace(
        REHEARSAL,
        categories={"profiles": ["account"], "clubs": ["account", "club"]},
        served={"project_profiles": ["clubs", "profiles"]},
    )
    assert [*never_pushed(taking("account", "club"), several)] == []
    [told] = never_pushed(taking("account"), several)
    assert told == (
        "subscription project_profiles takes account, but what project_profiles serves (clubs, profiles) reads "
        "account, club: mend its categories in infra/topology.json"
    )
    [told] = wrongly_called(TOPOLOGY, several)
    assert told == (
        "function project_profiles projects profiles in infra/topology.json and clubs, profiles in its main.py: "
        "mend one of the two"
    )
    assert [*unserved(several, ["project_profiles"])] == []


def test_a_function_of_a_projection_to_which_nothing_is_pushed_is_told() -> None:
    [told] = wrongly_called(TOPOLOGY, replace(REHEARSAL, served={"operate_views": ["profiles"]}))
    assert told == (
        "function operate_views serves profiles, and infra/topology.json doesn't say how: name it in `projects`, with "
        "the trigger push and a subscription, or in `pulls`, with a schedule"
    )
    assert list(wrongly_called(TOPOLOGY, REHEARSAL)) == [], "what isn't in the folder is not called at all"


def test_a_topic_that_the_topology_does_not_have_is_told() -> None:
    [told] = unknown_topics({"ONEWRITE_TOPIC": "evnts", "ONEWRITE_REBUILD_TOPIC": "rebuild_ranges"}, TOPOLOGY)
    assert told.startswith("ONEWRITE_TOPIC=evnts is not in infra/topology.json: use one of events, ")


def test_mistakes_of_all_kinds_are_told_at_once(tmp_path: Path) -> None:
    folder = toys(tmp_path, accept_commands="import nobody\n", answer_queries="import nothing\n")
    with pytest.raises(DoesNotFit) as refused:
        check(variables({"ONEWRITE_TOPIC": "evnts"}), TOPOLOGY, folder, TOPOLOGY.functions, is_whole=False)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "ONEWRITE_TOPIC=evnts is not in infra/topology.json",
        "functions/accept_commands",
        "functions/answer_queries",
    ]


@pytest.mark.parametrize("store", ["spanner", "memory"])
def test_only_a_store_in_memory_needs_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    (tmp_path / "shelf.py").write_text(SHELF)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    settings = variables({"ONEWRITE_DOMAIN": "shelf:SHELF", "ONEWRITE_STORE": store})
    with pytest.raises(DoesNotFit) as refused:
        check(settings, TOPOLOGY, FUNCTIONS, TOPOLOGY.functions, is_whole=True)
    said = str(refused.value)
    assert "no function serves the projection books of ONEWRITE_DOMAIN=shelf:SHELF" in said
    assert ("infra/schema: the projection books writes to the table books" in said) == (store == "spanner")
