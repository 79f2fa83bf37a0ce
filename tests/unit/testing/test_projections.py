"""The kit for projections: it passes what holds, and says what differs."""

from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from accounts.account.events import InterestAdded, InterestRemoved, UserCreated, UserRenamed
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES, Profiles
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import UndecodableEvent
from onewrite.testing import given_projection, stored
from onewrite.testing.projections import BATCHES
from onewrite.testing.stored import new
from tests.support.domains.hashed import COUNTED
from tests.support.domains.sold import PER_PRODUCT, LineMoved, LinePut, OrderEmptied, sold

PROFILES_VIEW, INTERESTS_VIEW = map(ACCOUNTS.projection, ("profiles", "interests"))
SOLD = sold().projection("sold")
ADA = UserCreated(name="Ada", address="London")
PROFILE_OF_ADA = given_projection(PROFILES_VIEW, "account-7", ADA, UserRenamed(name="Countess"))


def test_what_holds_passes() -> None:
    PROFILE_OF_ADA.then_row(PROFILES, "7", name="Countess", address="London").then_rows(PROFILES, {"account_id": "7"})
    given_projection(INTERESTS_VIEW, StreamId("account", "7"), ADA).then_rows(INTERESTS)


def test_rows_of_several_streams_come_in_key_order() -> None:
    given_projection(INTERESTS_VIEW, "account-b", InterestAdded(interest="tea")).and_stream(
        "account-a", InterestAdded(interest="tea"), InterestAdded(interest="chess"), InterestRemoved(interest="tea")
    ).then_rows(INTERESTS, {"account_id": "a", "interest": "chess"}, {"account_id": "b", "interest": "tea"})


def test_events_of_older_code_can_be_given() -> None:
    given_projection(
        ACCOUNTS.projection("interests"), "account-7", stored("InterestAdded", schema_version=1, topic="tea")
    ).then_row(INTERESTS, "7", "tea")


class NameKept(Event, type="NameKept", retired=True):
    name: str


class Keeping(Projection):
    name, tables = "keeping", (PROFILES,)

    @when(NameKept)
    def kept(self, recorded: RecordedEvent, event: NameKept, view: View) -> None:
        view.put(PROFILES, account_id=recorded.stream.key, name=event.name)


def test_events_of_todays_schema_can_be_given_as_they_are_stored() -> None:
    given_projection(
        ACCOUNTS.projection("interests"), "account-7", stored("InterestAdded", schema_version=2, interest="tea")
    ).then_row(INTERESTS, "7", "tea")


def test_a_given_event_has_the_same_id_in_every_run_and_no_other_has_it() -> None:
    places = [(StreamId("account", key), version) for key in ("7", "8") for version in (1, 2)]
    ids = [new(ADA, *place).event_id for place in places]
    assert len(set(ids)) == len(places)
    assert [new(stored("Said"), *place).event_id for place in places] == ids


def test_events_of_a_retired_type_can_be_given_and_are_applied() -> None:
    keeping = Keeping().in_domain([replace(ACCOUNT, event_types=EventTypes(NameKept))])
    given_projection(keeping, "account-7", NameKept(name="Ada")).then_row(PROFILES, "7", name="Ada")


def test_streams_of_other_categories_are_not_applied() -> None:
    given_projection(PROFILES_VIEW, "order-7", ADA).then_rows(PROFILES)


def test_a_wrong_value_is_named_beside_the_right_one() -> None:
    with pytest.raises(AssertionError) as failure:
        PROFILE_OF_ADA.then_row(PROFILES, "7", name="Ada", address="London")
    assert str(failure.value).splitlines() == [
        "",
        "profiles ('7',) should have {'name': 'Ada'}",
        "                but it has  {'name': 'Countess'}",
    ]


def test_a_missing_row_is_told_with_those_that_are_there() -> None:
    with pytest.raises(AssertionError, match=r"profiles has no row \('8',\), only \[\('7',\)\]"):
        PROFILE_OF_ADA.then_row(PROFILES, "8")


@pytest.mark.parametrize("value", ["Ada", None])
def test_a_column_that_is_not_there_is_told(value: str | None) -> None:
    with pytest.raises(AssertionError, match="no such column"):
        PROFILE_OF_ADA.then_row(PROFILES, "7", nickname=value)


def test_a_wrong_value_in_one_of_many_rows_is_told_with_its_number() -> None:
    two = PROFILE_OF_ADA.and_stream("account-8", ADA)
    two.then_rows(PROFILES, {"name": "Countess"}, {"name": "Ada"})
    with pytest.raises(AssertionError, match=r"^\nprofiles row 2 should have \{'name': 'Countess'\}"):
        two.then_rows(PROFILES, {"name": "Countess"}, {"name": "Countess"})


def test_a_row_too_many_is_told() -> None:
    with pytest.raises(AssertionError, match="profiles should have 0 rows, it has 1"):
        PROFILE_OF_ADA.then_rows(PROFILES)


def test_an_event_that_cannot_be_applied_raises_its_own_error_and_its_place() -> None:
    with pytest.raises(UndecodableEvent) as failure:
        given_projection(
            ACCOUNTS.projection("profiles"), "account-7", ADA, stored("UserRenamed", nickname="x")
        ).then_rows(PROFILES)
    assert failure.value.__notes__ == ["while applying version 2 of account-7, UserRenamed"]


class Forgetful(Projection):
    """Remembers beside its view, so what it writes depends on what it did before."""

    name, tables = "forgetful", (PROFILES,)
    seen = 0

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        self.seen += 1
        view.put(PROFILES, account_id=recorded.stream.key, name=f"{self.seen}")


def test_a_projection_that_differs_from_one_replay_to_the_next_fails() -> None:
    with pytest.raises(AssertionError, match="all at once"):
        given_projection(Forgetful().in_domain([ACCOUNT]), "account-7", ADA).then_rows(PROFILES)


class Late(Projection):
    """Remembers in which replay it is, and writes something else in the last."""

    name, tables = "late", (PROFILES,)
    seen = 0

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        self.seen += 1
        view.put(PROFILES, account_id=recorded.stream.key, name=f"{self.seen == len(BATCHES)}")


def test_a_projection_that_differs_in_the_last_replay_only_fails() -> None:
    with pytest.raises(AssertionError, match=r"3 in a transaction \{'profiles': \[\{'account_id': '7', 'name': 'True'"):
        given_projection(Late().in_domain([ACCOUNT]), "account-7", ADA).then_rows(PROFILES)


class Undeclared(Projection):
    name, tables = "undeclared", ()

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        view.put(PROFILES, account_id=recorded.stream.key)


def test_a_projection_that_writes_to_a_table_it_does_not_name_fails() -> None:
    with pytest.raises(AssertionError, match=r"undeclared writes to \{'profiles'\}"):
        given_projection(Undeclared().in_domain([ACCOUNT]), "account-7", ADA).then_rows(PROFILES)


LINES_OF_TWO = (
    given_projection(SOLD, "order-1", LinePut(line="a", product="tea", quantity=2), LineMoved(line="a", product="milk"))
    .and_stream("order-2", LinePut(line="a", product="tea", quantity=3), LinePut(line="b", product="jam"))
    .and_stream("order-3", LinePut(line="a", product="jam"), OrderEmptied())
)


def test_totals_are_expected_like_rows() -> None:
    LINES_OF_TWO.then_rows(
        PER_PRODUCT,
        {"product_id": "jam", "lines": 1, "quantity": 1},
        {"product_id": "milk", "lines": 1, "quantity": 2},
        {"product_id": "tea", "lines": 1, "quantity": 3},
    ).then_row(PER_PRODUCT, "tea", quantity=3)
    with pytest.raises(AssertionError, match=r"sold_per_product \('tea',\) should have \{'quantity': 4\}"):
        LINES_OF_TWO.then_row(PER_PRODUCT, "tea", quantity=4)
    with pytest.raises(AssertionError, match=r"sold_per_product has no row \('salt',\), only \[\('jam',"):
        LINES_OF_TWO.then_row(PER_PRODUCT, "salt")
    with pytest.raises(
        AssertionError, match=r"sold keeps no profiles, only order_lines, sold_per_product, sold_per_day"
    ):
        LINES_OF_TWO.then_rows(PROFILES)


def test_rows_and_totals_that_do_not_depend_on_the_order_of_streams_commute() -> None:
    assert LINES_OF_TWO.then_commutes() is LINES_OF_TWO


class Jealous(Projection):
    """Remembers which stream was last, so what it writes depends on the order of streams."""

    name, tables = "jealous", (PROFILES,)
    last = ""

    @when(UserRenamed)
    def renamed(self, recorded: RecordedEvent, event: UserRenamed, view: View) -> None:
        view.put(PROFILES, account_id=recorded.stream.key, name=f"{event.name} {self.last == recorded.stream.key}")
        self.last = recorded.stream.key


def test_a_projection_that_depends_on_the_order_of_streams_fails_with_a_seed() -> None:
    names = [UserRenamed(name=name) for name in "abc"]
    jealous = given_projection(Jealous().in_domain([ACCOUNT]), "account-7", *names).and_stream("account-8", *names)
    jealous.then_rows(PROFILES, {"name": "c True"}, {"name": "c True"})
    with pytest.raises(AssertionError, match=r"\nin the order of streams     \{.*\nin another \(seed 7\) \{"):
        jealous.then_commutes(seed=7)


def test_a_stream_whose_id_is_hashed_is_named_by_its_id_as_well() -> None:
    created = UserCreated(name="Ada", address="London")
    for named in ("account-17", "account-4523~17", COUNTED.stream("17")):
        view = given_projection(Profiles().in_domain([COUNTED]), named, created)
        view.then_row(PROFILES, COUNTED.stream("17").key, name="Ada")
