"""The state of consumer groups, in memory and on the emulator."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from google.cloud.spanner_v1.database import Database

from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.local.system import SpannerPlace
from spanner_changes import GroupState, MemoryGroupState, SpannerGroupState
from tests.support.change_streams.group_states import NOON
from tests.support.change_streams.things import GROUP_TABLES

#: Returns the state of the group of that name, the same one each time.
Groups: TypeAlias = Callable[[str], GroupState]


@pytest.fixture
def group_database(spanner_place: SpannerPlace) -> Database:
    provision_spanner(spanner_place, GROUP_TABLES)
    return connect(spanner_place)


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def groups(request: pytest.FixtureRequest) -> Groups:
    if request.param == "spanner":
        database = request.getfixturevalue("group_database")
        return lambda name: SpannerGroupState(database, name, retry_delay=0.01)
    known: dict[str, GroupState] = {}
    return lambda name: known.setdefault(name, MemoryGroupState())


@pytest.fixture
def group(groups: Groups) -> GroupState:
    """A group that starts at NOON."""
    group = groups("group")
    group.begin(NOON)
    return group
