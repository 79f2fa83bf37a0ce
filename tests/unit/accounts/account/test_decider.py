"""The rules of accounts, as stories."""

import pytest

from accounts.account.commands import AddInterest, ChangeAddress, CloseAccount, CreateAccount, RemoveInterest, Rename
from accounts.account.decider import DECIDER, MAX_INTERESTS
from accounts.account.events import AddressChanged, InterestAdded, InterestRemoved, UserClosed, UserCreated, UserRenamed
from onewrite.domain.commands import Command
from onewrite.testing import given

ADA = UserCreated(name="Ada", address="London")


def test_an_account_is_created_once() -> None:
    create = CreateAccount(name="Ada", address="London")
    given(DECIDER).when(create).then(ADA)
    given(DECIDER, ADA).when(create).then_rejected("ACCOUNT_EXISTS")
    given(DECIDER, ADA, UserClosed()).when(create).then_rejected("ACCOUNT_EXISTS")


def test_a_name_changes() -> None:
    given(DECIDER, ADA).when(Rename(name="Countess")).then(UserRenamed(name="Countess"))


def test_the_name_it_has_already_changes_nothing() -> None:
    given(DECIDER, ADA, UserRenamed(name="Countess")).when(Rename(name="Countess")).then_nothing()


def test_an_address_changes() -> None:
    given(DECIDER, ADA).when(ChangeAddress(address="Paris")).then(AddressChanged(address="Paris"))


def test_a_name_and_an_address_in_capitals_are_others() -> None:
    given(DECIDER, ADA).when(Rename(name="ADA")).then(UserRenamed(name="ADA"))
    given(DECIDER, ADA).when(ChangeAddress(address="LONDON")).then(AddressChanged(address="LONDON"))


def test_the_address_it_has_already_changes_nothing() -> None:
    given(DECIDER, ADA, AddressChanged(address="Paris")).when(ChangeAddress(address="Paris")).then_nothing()


def test_an_interest_is_added() -> None:
    given(DECIDER, ADA).when(AddInterest(interest="chess")).then(InterestAdded(interest="chess"))


def test_an_interest_is_had_once_whatever_its_case() -> None:
    given(DECIDER, ADA, InterestAdded(interest="Chess")).when(AddInterest(interest="cHESS")).then_rejected(
        "INTEREST_EXISTS", interest="Chess"
    )


def test_an_interest_is_had_once_whichever_code_points_spell_it() -> None:
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"
    given(DECIDER, ADA, InterestAdded(interest=decomposed)).when(AddInterest(interest=composed)).then_rejected(
        "INTEREST_EXISTS", interest=decomposed
    )
    given(DECIDER, ADA, InterestAdded(interest=decomposed)).when(RemoveInterest(interest=composed)).then(
        InterestRemoved(interest=decomposed)
    )
    given(DECIDER, ADA).when(AddInterest(interest=decomposed)).then(InterestAdded(interest=composed))


def test_an_interest_that_was_removed_can_be_added_again() -> None:
    given(DECIDER, ADA, InterestAdded(interest="chess"), InterestRemoved(interest="chess")).when(
        AddInterest(interest="chess")
    ).then(InterestAdded(interest="chess"))


def test_interests_are_limited() -> None:
    many = [InterestAdded(interest=f"interest {number}") for number in range(MAX_INTERESTS)]
    given(DECIDER, ADA, *many[1:]).when(AddInterest(interest="chess")).then(InterestAdded(interest="chess"))
    given(DECIDER, ADA, *many).when(AddInterest(interest="chess")).then_rejected("TOO_MANY_INTERESTS", most=100)


def test_an_interest_is_removed_as_it_was_spelled() -> None:
    given(DECIDER, ADA, InterestAdded(interest="Chess")).when(RemoveInterest(interest="chess")).then(
        InterestRemoved(interest="Chess")
    )


def test_an_interest_that_is_not_there_cannot_be_removed() -> None:
    given(DECIDER, ADA).when(RemoveInterest(interest="tea")).then_rejected("INTEREST_UNKNOWN", interest="tea")


def test_an_account_is_closed() -> None:
    given(DECIDER, ADA).when(CloseAccount(reason="moved on")).then(UserClosed(reason="moved on"))


@pytest.mark.parametrize(
    "command",
    [
        Rename(name="x"),
        ChangeAddress(address="x"),
        AddInterest(interest="x"),
        RemoveInterest(interest="x"),
        CloseAccount(),
    ],
    ids=lambda command: command.command_name,
)
def test_a_closed_account_never_changes_again(command: Command) -> None:
    given(DECIDER, ADA, UserClosed()).when(command).then_rejected("ACCOUNT_CLOSED")


class Dance(Command, name="dance"):
    pass


def test_a_command_of_another_domain_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="Dance is no command for an account"):
        given(DECIDER, ADA).when(Dance())
