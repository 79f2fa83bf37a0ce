"""The id of a new stream is spread over all keys, and one idempotency key has one id for ever."""

from collections import Counter
from uuid import UUID

from accounts.account import ACCOUNT
from accounts.club import CLUB
from onewrite.application.commands.new_stream import new_stream


def test_ids_are_random_and_begin_with_every_digit_alike() -> None:
    made = [new_stream(ACCOUNT, None).key for _ in range(1600)]
    assert {UUID(key).version for key in made} == {4}
    assert len(set(made)) == len(made)
    begun = Counter(key[0] for key in made)
    assert len(begun) == 16
    assert max(begun.values()) < 200


def test_a_key_leads_to_the_same_stream_in_every_release() -> None:
    assert str(new_stream(ACCOUNT, "k")) == "account-2d45413c-1dca-567d-937a-5d3b03dc94cb"


def test_keys_and_categories_are_told_apart() -> None:
    made = {new_stream(aggregate, key) for aggregate in (ACCOUNT, CLUB) for key in ("k", "l", "K")}
    assert len({stream.key for stream in made}) == 6
