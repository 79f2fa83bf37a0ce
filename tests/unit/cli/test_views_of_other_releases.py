"""What a release before has left over, and what was renamed in place: both are told, and the first can be removed."""

from dataclasses import replace

import pytest

from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.checks.traces import NO_TRACES, traces
from tests.support.data.requests import an_account
from tests.support.domains.replaced import NAMES, release
from tests.support.systems.command_line import Terminal

LEFT_OVER = "names is left over: this code doesn't declare it. When you won't go back: `onewrite remove names`"
RENAMED = (
    "profiles keeps its rows in people(account_id), and this code declares profiles(account_id): let a new projection "
    "have the new tables, as shared/replace_a_view.md says"
)


@pytest.fixture
def stream(app: App) -> StreamId:
    """Both views of the system have begun."""
    stream = an_account(app, key="ada")
    app.operate.reconcile()
    return stream


@pytest.fixture
def left_over(app: App, stream: StreamId) -> None:
    [names] = release(NAMES).projections
    app.adapters.generations.begin(names.name, names.table_keys)
    app.advance(names, 1, [stream])


@pytest.fixture
def renamed(app: App, stream: StreamId) -> None:
    """As if `profiles` had begun in the table `people`."""
    app.adapters.generations.change("profiles", lambda known: replace(known, tables={"people": ("account_id",)}))


@pytest.mark.usefixtures("left_over")
def test_what_is_left_over_is_named_and_can_be_removed(onewrite: Terminal, app: App) -> None:
    looked = onewrite("status")
    assert (looked.code, LEFT_OVER in looked.out.splitlines()) == (0, True)
    removed = onewrite("remove", "names", "--yes", "--reason", "renamed")
    told = "names is removed. Its tables are empty and can be dropped: names\n"
    assert (removed.code, removed.out) == (0, told)
    assert traces(app.adapters, "names", NAMES.table) == NO_TRACES
    assert onewrite("remove", "names", "--yes", "--json").json == {"projection": "names", "tables": ["names"]}
    assert "left over" not in onewrite("status").out
    assert onewrite("log", "--json").json[1]["reason"] == "renamed"


@pytest.mark.usefixtures("left_over")
def test_nothing_else_can_be_removed(onewrite: Terminal) -> None:
    declared = onewrite("remove", "profiles", "--yes")
    assert (declared.code, "This code declares profiles: deploy a release without it" in declared.err) == (2, True)
    misspelt = onewrite("remove", "nmaes", "--yes")
    assert (misspelt.code, "The database has nothing of nmaes" in misspelt.err) == (2, True)


@pytest.mark.usefixtures("renamed")
def test_what_was_renamed_in_place_is_told_in_one_line(onewrite: Terminal) -> None:
    looked = onewrite("status")
    assert (looked.code, RENAMED in looked.out.splitlines()) == (3, True)
    [row] = [line.split() for line in looked.out.splitlines() if line.startswith("profiles ")][:1]
    assert row == ["profiles", *"-----"], "nothing of it was counted"
    healed = onewrite("reconcile", "--yes")
    assert (healed.code, RENAMED in healed.out.splitlines()) == (1, True)
    for command in ("verify", "rebuild", "switch"):
        refused = onewrite(command, "profiles", "--yes")
        assert (refused.code, refused.out, refused.err) == (3, "", f"onewrite: {RENAMED}\n")
