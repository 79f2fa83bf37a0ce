"""A domain knows its streams by their ids, and by their keys alone."""

import pytest

from accounts.account import ACCOUNT
from accounts.views.profiles import Profiles
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidStreamId, StreamWithoutCategory, UnknownProjection
from tests.support.domains.plural import PLURAL

ONE = Domain(aggregates=(ACCOUNT,), projections=(Profiles(),))


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
    assert ONE.stream(text) == stream


def test_the_category_has_to_be_named_where_there_are_several() -> None:
    assert PLURAL.stream("society-7") == StreamId("society", "7")
    assert PLURAL.stream("account-7") == StreamId("account", "7")
    with pytest.raises(StreamWithoutCategory, match="'7' says no category: use one of account-7, society-7"):
        PLURAL.stream("7")


@pytest.mark.parametrize("text", ["", "-", "account-", "no stream", "account-no stream", "-7"])
def test_what_is_no_key_is_refused_with_the_id_that_it_would_be(text: str) -> None:
    with pytest.raises(InvalidStreamId, match=r"^'account-"):
        ONE.stream(text)


def test_the_category_may_be_left_out_where_a_projection_reads_only_one() -> None:
    assert PLURAL.stream("7", read_by="idle") == StreamId("account", "7")
    assert PLURAL.stream("society-7", read_by="idle") == StreamId("society", "7")
    with pytest.raises(StreamWithoutCategory, match="'7' says no category: use one of account-7, society-7"):
        PLURAL.stream("7", read_by="both")
    with pytest.raises(UnknownProjection):
        PLURAL.stream("7", read_by="nobody")
