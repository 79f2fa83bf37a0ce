"""Whatever is written can be read again: ids, tokens, events of every schema version, rows of views."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import ACCOUNTS
from accounts.views.interests import INTERESTS
from infra.released_events import file_of, read
from onewrite.adapters.cloudevents import attributes_of
from onewrite.adapters.http.requests.page_tokens import PageTokens
from onewrite.adapters.words import words_of
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.domain.events import Event, JsonObject, Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key
from onewrite.errors import InvalidPageToken, InvalidStreamId, UndecodableEvent
from tests.support.checks.rows import rows_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CATEGORY, KEY = (
    r"[a-z][a-z0-9_]{0,63}",
    r"([0-9a-f]{4}~[A-Za-z0-9][A-Za-z0-9._:-]{0,122}|[A-Za-z0-9][A-Za-z0-9._:-]{0,127})",
)
categories, stream_keys = st.from_regex(CATEGORY, fullmatch=True), st.from_regex(KEY, fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers() | texts
json = scalars | st.lists(scalars, max_size=3) | st.dictionaries(texts, scalars, max_size=3)
whole = st.integers(-(2**63), 2**63 - 1)
#: Places of pages, and the types of their parts.
PARTS = {str: texts, int: whole, bool: st.booleans(), datetime: st.datetimes(timezones=st.just(UTC))}
types = st.lists(st.sampled_from([*PARTS]), max_size=4)
places = types.flatmap(lambda kinds: st.tuples(st.just(kinds), st.tuples(*(PARTS[kind] for kind in kinds))))


def mutated(valid: st.SearchStrategy[str], characters: str) -> st.SearchStrategy[str]:
    """Of a valid text, one character is replaced, inserted or left out: so close that many are still valid."""

    def mutate(text: str, at: int, width: int, other: str) -> str:
        return text[: at % (len(text) + 1)] + other + text[at % (len(text) + 1) + width :]

    other = st.sampled_from(["", *characters]) | st.characters()
    return st.builds(mutate, valid, st.integers(0, 400), st.integers(0, 1), other)


TYPES = {
    event.event_type: aggregate.event_types for aggregate in ACCOUNTS.aggregates for event in aggregate.event_types
}
#: What each schema version of each event type has ever looked like.
STORED = {(line.event_type, line.version): re.findall(r"(\w+):", line.shape) for line in read(file_of("accounts"))}


def recorded(event_type: str, schema_version: int, data: JsonObject) -> RecordedEvent:
    return RecordedEvent(StreamId("account", "7"), 1, "id", event_type, schema_version, data, Metadata("c", "c"), NOON)


@given(st.builds(StreamId, categories, stream_keys))
def test_a_stream_id_is_read_back_from_its_text(stream: StreamId) -> None:
    assert StreamId.parse(str(stream)) == stream


@given(mutated(st.builds(StreamId, categories, stream_keys).map(str), "-_~:.aZ9"))
def test_any_other_text_is_a_stream_id_or_refused_as_one(text: str) -> None:
    if re.fullmatch(f"{CATEGORY}-{KEY}", text):
        assert str(StreamId.parse(text)) == text
    else:
        with pytest.raises(InvalidStreamId):
            StreamId.parse(text)


@given(places)
def test_a_page_token_is_read_back_after_a_trip_through_a_url(place: tuple[list[type], Key]) -> None:
    kinds, values = place
    tokens = PageTokens(*kinds)
    [token] = parse_qs(urlencode({"page_token": tokens.token_of(values, listing="all")}))["page_token"]
    assert tokens.place_of(token, listing="all") == values
    with pytest.raises(InvalidPageToken):
        tokens.place_of(token, listing="others")


def mutated_tokens(place: tuple[list[type], Key]) -> st.SearchStrategy[str]:
    kinds, values = place
    return mutated(st.just(PageTokens(*kinds).token_of(values, listing="all")), "=_-AQ")


@given(places.flatmap(lambda place: st.tuples(mutated_tokens(place), st.just(place[0]) | types)))
def test_any_other_text_is_a_page_token_or_refused_as_one(asked: tuple[str, list[type]]) -> None:
    token, kinds = asked
    tokens = PageTokens(*kinds)
    try:
        place = tokens.place_of(token, listing="all")
    except InvalidPageToken:
        return
    assert place is not None
    assert [type(part) for part in place] == kinds
    assert tokens.place_of(tokens.token_of(place, listing="all"), listing="all") == place


@pytest.mark.parametrize(("event_type", "version"), STORED)
@given(text=texts)
def test_upcasting_is_total_over_every_stored_version(event_type: str, version: int, text: str) -> None:
    data = dict.fromkeys(STORED[event_type, version], text)
    event = TYPES[event_type].decode(recorded(event_type, version, data))
    assert event.model_dump() == dict.fromkeys(event.model_dump(), text)
    assert len(event.model_dump()) == len(data)
    again = recorded(event.event_type, event.schema_version, event.model_dump(mode="json"))
    assert TYPES[event_type].decode(again) == event, "what is read as today's can be stored as today's"


@given(st.sampled_from(sorted(STORED)), st.integers(-1, 4), st.dictionaries(texts, json, max_size=3))
def test_data_of_any_other_shape_is_undecodable_and_nothing_worse(
    known: tuple[str, int], version: int, data: dict[str, Any]
) -> None:
    with suppress(UndecodableEvent):
        assert isinstance(TYPES[known[0]].decode(recorded(known[0], version, data)), Event)


@given(st.integers(1, 2**63 - 1), st.integers(1, 2**63 - 1))
def test_sequences_compare_like_versions(one: int, other: int) -> None:
    first, second = (
        attributes_of(
            RecordedEvent(StreamId("a", "1"), version, "id", "T", 1, {}, Metadata("c", "c"), NOON), source="s"
        )["ce-sequence"]
        for version in (one, other)
    )
    assert (first < second) == (one < other)


@given(texts, st.lists(st.sampled_from(' !"()*-|_%\\'), min_size=1, max_size=3))
def test_punctuation_changes_no_word(text: str, marks: list[str]) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert words_of("".join(marks).join(words)) == words


keys = st.sampled_from(["a", "b", "ab"])
words = st.sampled_from(["tea", "chess", "", "中", "\0"])
puts = st.builds(lambda key, word: Put(INTERESTS, {"account_id": key, "interest": word, "added_at": NOON}), keys, words)
deletes = st.builds(lambda *key: Delete(INTERESTS, key), keys, words) | st.builds(
    lambda key: Delete(INTERESTS, (key,)), keys
)
changes = st.lists(puts | deletes, min_size=1, max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(programs=st.lists(changes, max_size=4))
def test_views_in_memory_and_on_spanner_agree(spanner_adapters: Adapters, programs: list[list[Put | Delete]]) -> None:
    pages = [rows_after(adapters, programs) for adapters in (memory_adapters(), spanner_adapters)]
    assert pages[0] == pages[1]


def rows_after(adapters: Adapters, programs: list[list[Put | Delete]]) -> list[Any]:
    """Begin with an empty view, and make the changes, one transaction for each list."""
    adapters.views.transact("interests", 1, lambda transaction: transaction.write([Delete(INTERESTS, ())], []))
    for changes in programs:
        adapters.views.transact("interests", 1, lambda transaction, made=changes: transaction.write(made, []))  # type: ignore[misc]
    return [dict(row) for row in rows_of(adapters, INTERESTS)]
