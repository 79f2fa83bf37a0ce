from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel, create_model

from accounts.account.commands import Rename
from accounts.account.decider import DECIDER
from accounts.account.events import AddressChanged, UserCreated, UserRenamed
from accounts.account.state import Account
from onewrite.domain.decider import Decider, decided, fold
from onewrite.domain.events import Event
from onewrite.errors import NotAState, NotEvents

ADA = UserCreated(name="Ada", address="London")


def test_folding_nothing_is_the_initial_state() -> None:
    assert fold(DECIDER, []) == Account()


def test_folding_evolves_by_each_event_in_turn() -> None:
    assert fold(DECIDER, [ADA, UserRenamed(name="b"), UserRenamed(name="c")]).name == "c"


def test_folding_goes_on_from_a_state() -> None:
    ada = fold(DECIDER, [ADA])
    assert fold(DECIDER, [AddressChanged(address="Paris")], ada).address == "Paris"
    assert ada.address == "London"


class Basket(BaseModel):
    """Nothing in it, nothing true about it."""

    things: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.things)


def test_folding_goes_on_from_a_state_that_python_takes_for_false() -> None:
    full = Decider(lambda: Basket(things=("apple",)), lambda command, basket: [], lambda basket, event: basket)
    assert fold(full, [], Basket()) == Basket()
    assert fold(full, [ADA], Basket()) == Basket()


def test_the_schema_of_a_state_does_not_depend_on_the_order_of_its_fields() -> None:
    class Place(BaseModel):
        street: str = ""
        country: str = ""

    turned = create_model("Place", country=(str, ""), street=(str, ""))
    one, other = (Decider(state, lambda command, state: [], lambda state, event: state) for state in (Place, turned))
    assert one.state_schema == other.state_schema


def generated() -> Iterator[object]:
    yield ADA


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        (None, "NoneType"),
        (ADA, "UserCreated"),
        ("UserCreated", "str"),
        ([ADA, None], "list of NoneType, UserCreated"),
        (generated(), "generator"),
    ],
)
def test_what_is_no_sequence_of_events_is_told_by_its_type(returned: Any, told: str) -> None:
    forgetful = replace(DECIDER, decide=lambda command, account: returned)
    with pytest.raises(NotEvents, match=f"Rename was decided as {told}: return a sequence of events, an empty one if"):
        decided(forgetful, Rename(name="Ada"), Account())


@pytest.mark.parametrize("returned", [(), [], (ADA,), [ADA]])
def test_any_sequence_of_events_will_do(returned: Any) -> None:
    assert (
        decided(replace(DECIDER, decide=lambda command, account: returned), Rename(name="Ada"), Account()) == returned
    )


def test_what_is_no_state_is_told_with_the_event_that_led_to_it() -> None:
    forgetful: Any = replace(DECIDER, evolve=lambda account, event: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(NotAState, match="UserCreated was evolved into NoneType: return a state"):
        fold(forgetful, [ADA])


def test_what_is_no_state_any_more_is_told_wherever_it_is_found() -> None:
    def evolve(account: Account, event: Event) -> Any:
        return None if account.name else Account(name="Ada")

    forgetful: Any = replace(DECIDER, evolve=evolve)
    with pytest.raises(NotAState, match="UserRenamed was evolved into NoneType"):
        fold(forgetful, [ADA, UserRenamed(name="b")])


def test_what_never_was_a_state_is_told_as_well() -> None:
    unlike: Any = Decider(initial_state=dict, decide=DECIDER.decide, evolve=lambda state, event: state)
    with pytest.raises(NotAState, match="UserCreated was evolved into dict"):
        fold(unlike, [ADA])
