"""A domain knows its streams by their ids, and by their keys alone."""

from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from accounts.views.interests import Interests
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidStreamId


class Shared(Interests):
    name = "shared"


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("account-7", StreamId("account", "7")),
        ("7", StreamId("account", "7")),
        ("account", StreamId("account", "account")),
        ("ada-lovelace", StreamId("account", "ada-lovelace")),
        ("b3f2a1c4-9e07-4d1a", StreamId("account", "b3f2a1c4-9e07-4d1a")),
        ("account-account-7", StreamId("account", "account-7")),
    ],
)
def test_the_category_may_be_left_out(text: str, stream: StreamId) -> None:
    assert ACCOUNTS.stream(text) == stream


def test_a_category_that_a_projection_reads_is_known_too() -> None:
    domain = replace(ACCOUNTS, projections=(Shared(),))
    assert domain.stream("invoice-7") == StreamId("invoice", "7")
    assert ACCOUNTS.stream("invoice-7") == StreamId("account", "invoice-7")


@pytest.mark.parametrize("text", ["", "-", "account-", "no stream", "account-no stream", "-7"])
def test_what_is_no_key_is_refused_with_the_id_that_it_would_be(text: str) -> None:
    with pytest.raises(InvalidStreamId, match=r"^'account-"):
        ACCOUNTS.stream(text)
