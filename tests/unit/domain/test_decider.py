from accounts.decider import DECIDER
from accounts.events import AddressChanged, UserCreated, UserRenamed
from accounts.state import Account
from onewrite.domain.decider import fold

ADA = UserCreated(name="Ada", address="London")


def test_folding_nothing_is_the_initial_state() -> None:
    assert fold(DECIDER, []) == Account()


def test_folding_evolves_by_each_event_in_turn() -> None:
    assert fold(DECIDER, [ADA, UserRenamed(name="b"), UserRenamed(name="c")]).name == "c"


def test_folding_goes_on_from_a_state() -> None:
    ada = fold(DECIDER, [ADA])
    assert fold(DECIDER, [AddressChanged(address="Paris")], ada).address == "Paris"
    assert ada.address == "London"
