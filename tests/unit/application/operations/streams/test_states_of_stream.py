"""Events are shown whatever their states are like."""

from dataclasses import replace

import pytest
from pydantic import BaseModel

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from onewrite.application.commands.load_state import LoadState
from onewrite.application.operations.streams.states_of_stream import StatesOfStream
from onewrite.bootstrap import memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from tests.support.data.builders import a_commit, a_stream, an_event


class Odd(BaseModel):
    """A state that JSON may not be able to hold."""

    what: bytes | str = ""


def decide(command: Command, state: Odd) -> list[Event]:
    raise NotImplementedError


@pytest.mark.parametrize("what", [b"\xff", "\ud800"])
def test_a_state_that_cannot_be_told_hides_no_event_and_says_so(what: bytes | str) -> None:
    decider = Decider(Odd, decide, lambda state, event: Odd.model_construct(what=what))
    domain = replace(ACCOUNTS, aggregates=(replace(ACCOUNT, decider=decider),), projections=(), queries=())
    store, stream = memory_adapters().store, a_stream()
    events = store.append(a_commit(store.read_head(stream), an_event(), an_event()))
    states = StatesOfStream(LoadState(domain=domain, store=store))(store.read_head(stream), 1, events)
    assert (states.before, [shown.state for shown in states.shown]) == ({"what": ""}, [None, None])
    assert [shown.event for shown in states.shown] == list(events)
    assert states.not_folded
    assert "Error" in states.not_folded
