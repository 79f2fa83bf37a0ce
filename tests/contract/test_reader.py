"""What every store lets queries read: rows by key and in key order, texts by words, all as of one instant."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count, takewhile
from threading import Event

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Put, ViewTransaction
from onewrite.bootstrap import Adapters
from onewrite.domain.reading import Found
from tests.support.data.builders import a_stream
from tests.support.waiting.clocks import NOON

STREAM = a_stream("7")


def an_interest(account_id: str, text: str) -> Put:
    return Put(INTERESTS, {"account_id": account_id, "interest": text, "added_at": NOON})


def a_profile(account_id: str, name: str = "Ada") -> Put:
    return Put(PROFILES, {**dict.fromkeys(PROFILES.columns), "account_id": account_id, "name": name})


def write(adapters: Adapters, *changes: Put, generation: int = 1) -> None:
    adapters.views.transact("interests", generation, lambda transaction: transaction.write(changes, []))


def writing_of(changes: Sequence[Put], checkpoint: Checkpoint) -> Callable[[ViewTransaction], None]:
    return lambda transaction: transaction.write(changes, [checkpoint])


def search(adapters: Adapters, words: str, limit: int = 9) -> Sequence[Found]:
    with adapters.readers.open(once=True) as reader:
        return reader.search(1, INTERESTS, words, limit=limit)


def page(adapters: Adapters, *prefix: str, after: tuple[str, str] | None = None, limit: int = 9) -> list[str]:
    with adapters.readers.open(once=True) as reader:
        rows = reader.page(1, INTERESTS, prefix, after=after, limit=limit)
    return [f"{row['account_id']} {row['interest']}" for row in rows]


@pytest.fixture
def read(adapters: Adapters) -> Adapters:
    """Interests of three accounts, and one in another generation."""
    write(adapters, *(an_interest(key, text) for key in ("b", "a", "ab") for text in ("tea", "chess")))
    write(adapters, an_interest("a", "other"), generation=2)
    return adapters


def test_rows_are_found_by_their_keys_and_what_is_not_there_is_left_out(read: Adapters) -> None:
    keys = [("a", "tea"), ("b", "chess"), ("a", "other"), ("c", "tea"), ("a", "tea")]
    with read.readers.open() as reader:
        found = reader.get_all(1, INTERESTS, keys)
        assert reader.get_all(2, INTERESTS, keys).keys() == {("a", "other")}
    assert found == {key: an_interest(*key).row for key in keys[:2]}


def test_pages_follow_one_another_in_key_order(read: Adapters) -> None:
    assert page(read) == ["a chess", "a tea", "ab chess", "ab tea", "b chess", "b tea"]
    assert page(read, after=("a", "tea"), limit=2) == ["ab chess", "ab tea"]
    assert page(read, after=("a", "u"), limit=1) == ["ab chess"], "the row at which a page ended may be gone"
    assert page(read, after=("b", "tea")) == []


def test_a_page_stays_under_its_prefix(read: Adapters) -> None:
    assert page(read, "a") == ["a chess", "a tea"]
    assert page(read, "a", after=("a", "chess")) == ["a tea"]
    assert page(read, "a", after=("a", "tea")) == []
    assert page(read, "a", limit=1) == ["a chess"]
    assert page(read, "c") == []


def test_a_checkpoint_is_at_zero_where_there_is_none_yet(adapters: Adapters) -> None:
    adapters.views.transact("profiles", 1, writing_of([], Checkpoint(STREAM, 4)))
    with adapters.readers.open() as reader:
        found = [
            reader.checkpoint(*place, STREAM).version for place in (("profiles", 1), ("profiles", 2), ("other", 1))
        ]
    assert found == [4, 0, 0]


def test_the_generation_that_answers_is_the_first_one_until_another_is_active(adapters: Adapters) -> None:
    with adapters.readers.open() as reader:
        assert reader.active("profiles") == 1
    adapters.generations.change("profiles", lambda known: replace(known, active=3))
    with adapters.readers.open() as reader:
        assert reader.active("profiles") == 3


def test_all_reads_are_of_one_instant_however_fast_rows_change(adapters: Adapters) -> None:
    enough = Event()

    def write_on() -> None:
        for version in takewhile(lambda _: not enough.is_set(), count(1)):
            rows = [a_profile(key, f"version {version}") for key in "ab"]
            adapters.views.transact("profiles", 1, writing_of(rows, Checkpoint(STREAM, version)))

    def look() -> set[str]:
        with adapters.readers.open() as reader:
            version = reader.checkpoint("profiles", 1, STREAM).version
            found = reader.get_all(1, PROFILES, [("a",), ("b",)]).values()
            rows = [*found, *reader.page(1, PROFILES, limit=9)]
        assert len(rows) == (4 if version else 0)
        return {f"version {version}", *(row["name"] for row in rows)}

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_on)
        try:
            assert {len(look()) for _ in range(50)} == {1}
        finally:
            enough.set()
        writing.result()


def test_what_is_stale_is_there_as_well(read: Adapters) -> None:
    """How old a row may be is nothing that an emulator or a store in memory would keep to a test."""
    with read.readers.open(staleness=timedelta(milliseconds=1)) as reader:
        assert len(reader.page(1, INTERESTS, limit=9)) == 6


def test_a_search_finds_all_the_words_whatever_their_case(adapters: Adapters) -> None:
    texts = [("ada", "Analytical Engines"), ("bob", "steam engines"), ("cy", "tea")]
    write(adapters, *(an_interest(*text) for text in texts))
    assert {result.key for result in search(adapters, "ENGINES")} == {"ada", "bob"}
    [found] = search(adapters, "engines analytical")
    assert (found.key, found.texts) == ("ada", ("Analytical Engines",))
    assert found.score > 0
    assert search(adapters, "nothing") == []


def test_a_search_puts_more_matches_first_and_stays_in_its_generation(adapters: Adapters) -> None:
    write(adapters, *(an_interest("ada", text) for text in ("chess", "chess openings")), an_interest("bob", "chess"))
    write(adapters, an_interest("cy", "chess"), generation=2)
    found = search(adapters, "chess")
    assert [result.key for result in found] == ["ada", "bob"]
    assert found[0].texts == ("chess", "chess openings")
    assert found[0].score > found[1].score
    assert len(search(adapters, "chess", limit=1)) == 1
    write(adapters, *(an_interest("zoe", text) for text in ("chess", "chess openings", "chess endings")))
    assert [result.key for result in search(adapters, "chess")] == ["zoe", "ada", "bob"]
