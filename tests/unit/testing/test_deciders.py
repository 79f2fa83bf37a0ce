"""The kit for deciders: it passes what holds, and tells the whole story of what doesn't."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pydantic import BaseModel

from accounts.account.commands import AddInterest, ChangeAddress, CloseAccount, Rename
from accounts.account.decider import DECIDER
from accounts.account.events import InterestAdded, UserClosed, UserCreated, UserRenamed
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.errors import CommandRejected, EventRetired, NotEvents
from onewrite.testing import given

ADA = UserCreated(name="Ada", address="London")


def test_what_holds_passes() -> None:
    given(DECIDER, ADA).when(Rename(name="Countess")).then(UserRenamed(name="Countess"))
    given(DECIDER, ADA).when(Rename(name="Ada")).then_nothing()
    given(DECIDER, ADA, UserClosed()).when(CloseAccount()).then_rejected("ACCOUNT_CLOSED")
    given(DECIDER, ADA, InterestAdded(interest="Chess")).when(AddInterest(interest="chess")).then_rejected(
        "INTEREST_EXISTS", interest="Chess"
    )


def test_another_event_than_expected_tells_the_story() -> None:
    outcome = given(DECIDER, ADA).when(Rename(name="Countess"))
    with pytest.raises(AssertionError) as failure:
        outcome.then(UserRenamed(name="Lady"))
    assert str(failure.value).splitlines() == [
        "",
        "given UserCreated(name='Ada', address='London')",
        "when  Rename(name='Countess')",
        "then  UserRenamed(name='Lady')",
        "but   UserRenamed(name='Countess')",
    ]


def test_an_unexpected_refusal_tells_its_reason_and_what_it_named() -> None:
    outcome = given(DECIDER, ADA, InterestAdded(interest="chess")).when(AddInterest(interest="CHESS"))
    with pytest.raises(AssertionError, match=r"then  nothing\nbut   rejected: INTEREST_EXISTS, interest='chess'"):
        outcome.then_nothing()


def test_a_missing_refusal_tells_what_happened_instead() -> None:
    outcome = given(DECIDER).when(ChangeAddress(address="Paris"))
    with pytest.raises(AssertionError, match=r"given nothing\n(.|\n)*then  rejected: NO\nbut   AddressChanged"):
        outcome.then_rejected("NO")


@pytest.mark.parametrize("reason", ["ACCOUNT_EXISTS", "ACCOUNT"])
def test_a_refusal_for_another_reason_fails(reason: str) -> None:
    with pytest.raises(AssertionError, match="but   rejected: ACCOUNT_CLOSED"):
        given(DECIDER, ADA, UserClosed()).when(CloseAccount()).then_rejected(reason)


def test_a_refusal_may_name_more_than_is_expected() -> None:
    def refuse(command: Command, place: Place) -> Sequence[Event]:
        raise CommandRejected("TOO_FAR", "Too far", miles=8, most=5)

    outcome = given(Decider(Place, refuse, forget)).when(Go())
    outcome.then_rejected("TOO_FAR")
    outcome.then_rejected("TOO_FAR", most=5)
    with pytest.raises(AssertionError, match="TOO_FAR, miles=8, most=5"):
        outcome.then_rejected("TOO_FAR", miles=8, most=5, least=1)


def test_events_are_expected_in_their_order_and_number() -> None:
    here, there = Gone(where="here"), Gone(where="there")
    outcome = given(Decider(Place, lambda command, place: [here, there], forget)).when(Go())
    outcome.then(here, there)
    for others in ([there, here], [here], [here, there, there]):
        with pytest.raises(AssertionError, match=r"but   Gone\(where='here'\)\n      Gone\(where='there'\)"):
            outcome.then(*others)


def test_a_refusal_that_names_something_else_fails() -> None:
    outcome = given(DECIDER, ADA, InterestAdded(interest="chess")).when(AddInterest(interest="chess"))
    with pytest.raises(AssertionError, match="then  rejected: INTEREST_EXISTS, interest='tea'"):
        outcome.then_rejected("INTEREST_EXISTS", interest="tea")


class Go(Command, name="go"):
    pass


class Gone(Event, type="Gone"):
    where: object = None


class Left(Event, type="Left", retired=True):
    pass


class Place(BaseModel):
    where: object = None


def decide(command: Command, place: Place) -> Sequence[Event]:
    return [Gone(where=("a", "tuple"))]


def decide_what_is_retired(command: Command, place: Place) -> Sequence[Event]:
    return [Left()]


def forget(place: Place, event: Event) -> Place:
    return place


def fall_over(place: Place, event: Event) -> Place:
    raise TypeError("not an event of mine")


def test_an_event_that_json_cannot_hold_fails_before_it_is_ever_stored() -> None:
    with pytest.raises(AssertionError, match="comes back as Gone"):
        given(Decider(Place, decide, forget)).when(Go())


def test_a_state_after_the_decision_that_json_cannot_hold_fails() -> None:
    def note(place: Place, event: Event) -> Place:
        return Place(where="first" if place.where is None else ("then", "a tuple"))

    gone = Gone(where="there")
    noting = Decider(Place, lambda command, place: [gone], note)
    given(noting).when(Go()).then(gone)
    with pytest.raises(AssertionError, match="comes back as Place"):
        given(noting, gone).when(Go())


def test_a_decision_that_the_state_cannot_follow_fails() -> None:
    with pytest.raises(TypeError, match="not an event of mine"):
        given(Decider(Place, decide, fall_over)).when(Go())


def test_an_event_of_a_retired_type_can_be_given_and_not_decided() -> None:
    given(Decider(Place, lambda command, place: [], forget), Left()).when(Go()).then_nothing()
    with pytest.raises(EventRetired, match="Left is decided and retired: decide another event"):
        given(Decider(Place, decide_what_is_retired, forget)).when(Go())


def test_a_rule_that_forgets_to_return_its_events_is_told() -> None:
    with pytest.raises(NotEvents, match="Rename was decided as NoneType"):
        given(replace(DECIDER, decide=lambda command, account: None)).when(Rename(name="Ada"))  # type: ignore[arg-type,return-value]
