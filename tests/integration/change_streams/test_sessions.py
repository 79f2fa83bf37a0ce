"""Sessions that can't be had for a while: the next transaction of the same thread goes through."""

import pytest
from google.api_core.exceptions import ServiceUnavailable

from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import partitions
from tests.support.change_streams.things import Things

pytestmark = pytest.mark.emulator


def refuse(*_: object) -> None:
    raise ServiceUnavailable("no session")


def test_a_session_that_could_not_be_had_costs_one_step(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    state = things.group("group")
    state.begin()
    with monkeypatch.context() as patch:
        patch.setattr(state._database.sessions_manager, "get_session", refuse)
        with pytest.raises(ServiceUnavailable):
            state.leave("a")
    state.start_over(things.now())
    assert set(partitions(state)) == {ROOT}
