"""Rows belong to streams: a view that is keyed by something else is noticed with its first event."""

import pytest

from accounts.account import ACCOUNT
from accounts.account.events import InterestAdded
from accounts.views.interests import Interest
from onewrite.bootstrap import Adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Table, View
from onewrite.errors import RowOfAnotherStream
from onewrite.testing import given_projection
from tests.support.data.parking import checkpoint
from tests.support.data.requests import an_account
from tests.support.domains.fragile import app_of, follow

TOTALS = Table("totals", key=("account_id", "interest"), row=Interest)


class ByInterest(Projection):
    """One row for each interest, whoever has it: a total, which no stream owns."""

    name = "profiles"
    tables = (TOTALS,)

    @when(InterestAdded)
    def added(self, recorded: RecordedEvent, event: InterestAdded, view: View) -> None:
        view.put(TOTALS, account_id=event.interest, interest=recorded.stream.key)


def test_its_own_test_says_so() -> None:
    with pytest.raises(RowOfAnotherStream, match="counts over streams is a Totals"):
        given_projection(ByInterest().in_domain([ACCOUNT]), "account-7", InterestAdded(interest="tea")).rows(TOTALS)


def test_in_a_system_it_parks_and_says_what_to_do(adapters: Adapters) -> None:
    app = app_of(adapters, ByInterest())
    stream = an_account(app, "tea")
    follow(app, stream)
    stopped = checkpoint(app, stream)
    assert (stopped.version, stopped.is_parked) == (1, True)
    assert stopped.failure is not None
    assert stopped.failure.error == (
        "Rows of totals belong to streams of account: account_id must be the key of the event's stream. "
        "What counts over streams is a Totals, and what joins views is a query"
    )
