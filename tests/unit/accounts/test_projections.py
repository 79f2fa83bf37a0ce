"""The views of accounts, as stories."""

from datetime import timedelta

from accounts import ACCOUNTS
from accounts.account.events import AddressChanged, InterestAdded, InterestRemoved, UserClosed, UserCreated, UserRenamed
from accounts.views.interests import INTERESTS, POPULAR
from accounts.views.profiles import PROFILES
from onewrite.testing import given_projection, stored
from onewrite.testing.projections import NOON

PROFILES_VIEW, INTERESTS_VIEW = map(ACCOUNTS.projection, ("profiles", "interests"))
ADA = UserCreated(name="Ada", address="London")
CHESS, TEA = InterestAdded(interest="chess"), InterestAdded(interest="tea")
MICROSECOND = timedelta(microseconds=1)


def test_a_new_account_has_a_profile() -> None:
    given_projection(PROFILES_VIEW, "account-7", ADA).then_rows(
        PROFILES,
        {
            "account_id": "7",
            "name": "Ada",
            "address": "London",
            "status": "open",
            "created_at": NOON,
            "changed_at": NOON,
        },
    )


def test_a_profile_shows_the_last_of_every_change_and_when_it_was() -> None:
    given_projection(
        PROFILES_VIEW,
        "account-7",
        ADA,
        UserRenamed(name="Countess"),
        AddressChanged(address="Paris"),
        AddressChanged(address="Rome"),
        InterestAdded(interest="chess"),
    ).then_row(PROFILES, "7", name="Countess", address="Rome", created_at=NOON, changed_at=NOON + 3 * MICROSECOND)


def test_a_closed_account_keeps_its_profile() -> None:
    given_projection(PROFILES_VIEW, "account-7", ADA, UserClosed()).then_row(PROFILES, "7", name="Ada", status="closed")


def test_every_interest_has_a_row() -> None:
    given_projection(INTERESTS_VIEW, "account-7", ADA, TEA, CHESS).then_rows(
        INTERESTS,
        {"account_id": "7", "interest": "chess", "added_at": NOON + 2 * MICROSECOND},
        {"account_id": "7", "interest": "tea", "added_at": NOON + MICROSECOND},
    )


def test_a_removed_interest_is_gone_until_it_is_added_again() -> None:
    removed = given_projection(INTERESTS_VIEW, "account-7", ADA, TEA, CHESS, InterestRemoved(interest="tea"))
    removed.then_rows(INTERESTS, {"interest": "chess"})
    added = given_projection(INTERESTS_VIEW, "account-7", ADA, TEA, InterestRemoved(interest="tea"), TEA)
    added.then_row(INTERESTS, "7", "tea", added_at=NOON + 3 * MICROSECOND)


def test_a_closed_account_has_no_interests_and_the_others_keep_theirs() -> None:
    given_projection(INTERESTS_VIEW, "account-7", ADA, TEA, CHESS, UserClosed()).and_stream(
        "account-71", ADA, TEA
    ).then_rows(INTERESTS, {"account_id": "71", "interest": "tea"})


def test_an_interest_is_as_popular_as_the_accounts_that_have_it_now() -> None:
    given_projection(INTERESTS_VIEW, "account-7", ADA, TEA, CHESS).and_stream(
        "account-8", ADA, TEA, CHESS, InterestRemoved(interest="chess")
    ).and_stream("account-9", ADA, TEA, CHESS, UserClosed()).then_rows(
        POPULAR, {"interest": "chess", "accounts": 1}, {"interest": "tea", "accounts": 2}
    ).then_commutes()


def test_an_interest_of_the_first_schema_version_is_read_as_todays() -> None:
    given_projection(INTERESTS_VIEW, "account-7", ADA, stored("InterestAdded", topic="tea")).then_row(
        INTERESTS, "7", "tea"
    )
