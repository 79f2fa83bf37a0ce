"""Ids of a category may be hashed for the key, so that those that count up are spread; both texts name the stream."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.account import ACCOUNT
from onewrite.domain.streams import ID, MOST_BEHIND_HASH, StreamId
from onewrite.errors import InvalidStreamId
from tests.support.domains.hashed import COUNTED, HASHED

ids = st.from_regex(ID, fullmatch=True).filter(lambda text: len(text) <= MOST_BEHIND_HASH)


def test_the_key_has_the_hash_in_front_and_the_id_has_not() -> None:
    stream = COUNTED.stream("17")
    assert (str(stream), stream.key, stream.id) == ("account-4523~17", "4523~17", "17")
    plain = ACCOUNT.stream("17")
    assert (str(plain), plain.key, plain.id) == ("account-17", "17", "17")


@given(ids)
def test_a_stream_is_found_by_its_id_its_key_and_its_text_without_a_look_at_the_store(id_: str) -> None:
    stream = COUNTED.stream(id_)
    assert stream.id == id_
    assert COUNTED.stream(stream.key) == StreamId.parse(str(stream)) == stream


@given(ids, ids)
def test_two_ids_are_two_streams(one: str, other: str) -> None:
    assert (COUNTED.stream(one) == COUNTED.stream(other)) == (one == other)


def test_ids_that_count_up_have_keys_all_over_in_no_order() -> None:
    keys = [COUNTED.stream(str(number)).key for number in range(4000)]
    parts = [sum(key.startswith(digit) for key in keys) for digit in "0123456789abcdef"]
    assert min(parts) > 200
    assert max(parts) < 300
    assert 0.45 < sum(one < next_ for one, next_ in pairwise(keys)) / len(keys) < 0.55


@pytest.mark.parametrize("text", ["17", "4523~17", "account-17", "account-4523~17"])
def test_operators_name_it_by_its_id_or_as_it_is_stored(text: str) -> None:
    named = text if "account" in text else f"account-{text}"
    assert str(HASHED.stream(named)) == "account-4523~17"
    assert str(HASHED.stream(text, read_by="profiles")) == "account-4523~17"


@pytest.mark.parametrize("text", ["0000~17", "4523~18"])
def test_a_hash_that_is_not_of_the_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidStreamId, match=f"'account-{text}' is no stream id: leave out what is before 1"):
        COUNTED.stream(text)


def test_a_hash_is_refused_where_ids_are_not_hashed() -> None:
    with pytest.raises(InvalidStreamId, match="leave out what is before 17"):
        ACCOUNT.stream("4523~17")


def test_an_id_that_is_too_long_behind_its_hash_is_refused_with_the_length_that_is_left() -> None:
    assert COUNTED.stream("x" * MOST_BEHIND_HASH).id == "x" * MOST_BEHIND_HASH
    with pytest.raises(InvalidStreamId, match="then up to 122 of"):
        COUNTED.stream("x" * (MOST_BEHIND_HASH + 1))
