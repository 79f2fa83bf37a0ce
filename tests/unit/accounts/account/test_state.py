"""The state of an account, event by event."""

import pytest
from pydantic import ValidationError

from accounts.account.decider import DECIDER
from accounts.account.events import AddressChanged, InterestAdded, InterestRemoved, UserClosed, UserCreated, UserRenamed
from accounts.account.state import Account
from onewrite.domain.decider import fold
from onewrite.domain.events import Event

ADA = UserCreated(name="Ada", address="London")
COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"


def after(*events: Event) -> Account:
    return fold(DECIDER, [ADA, *events])


def test_an_account_is_absent_until_it_is_created() -> None:
    assert fold(DECIDER, []) == Account(status="absent", name="", address="", interests=())
    assert after() == Account(status="open", name="Ada", address="London", interests=())


def test_each_event_changes_its_own_field() -> None:
    assert after(UserRenamed(name="Countess")) == after().model_copy(update={"name": "Countess"})
    assert after(AddressChanged(address="Paris")) == after().model_copy(update={"address": "Paris"})


def test_interests_are_kept_in_the_order_in_which_they_came() -> None:
    added = [InterestAdded(interest=interest) for interest in ("tea", "chess", "maths")]
    assert after(*added).interests == ("tea", "chess", "maths")
    assert after(*added, InterestRemoved(interest="chess")).interests == ("tea", "maths")


def test_an_interest_is_removed_in_one_spelling_even_where_old_events_have_two() -> None:
    both = [InterestAdded(interest=COMPOSED), InterestAdded(interest=DECOMPOSED)]
    assert after(*both, InterestRemoved(interest=COMPOSED)).interests == (DECOMPOSED,)


def test_a_closed_account_keeps_what_it_had() -> None:
    assert after(InterestAdded(interest="tea"), UserClosed()) == Account(
        status="closed", name="Ada", address="London", interests=("tea",)
    )


def test_a_state_cannot_be_changed_by_the_rules_that_look_at_it() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        after().name = "Countess"  # type: ignore[misc]
