"""One form for all JSON that says the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from onewrite.domain.canonical import canonical, decoded, encoded

NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=3),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=3), parts, max_size=3),
)


def test_fields_are_in_the_order_of_their_names_however_deep_they_are() -> None:
    told = json.dumps(canonical({"b": [{"d": 1, "c": (2.0, 3)}], "a": None}))
    assert told == '{"a": null, "b": [{"c": [2, 3], "d": 1}]}'


def test_whole_numbers_have_no_fraction_and_others_keep_theirs() -> None:
    assert json.dumps(canonical([1.0, -0.0, 0.5, 1e15, True])) == "[1, 0, 0.5, 1000000000000000, true]"


def test_a_number_so_large_that_it_may_stand_for_others_keeps_its_fraction() -> None:
    largest = 2.0**53
    assert json.dumps(canonical([largest - 1, 1 - largest])) == "[9007199254740991, -9007199254740991]"
    assert json.dumps(canonical([largest, -largest, 1e300])) == "[9007199254740992.0, -9007199254740992.0, 1e+300]"


@given(JSON)
def test_what_is_canonical_is_equal_and_stays_as_it_is(value: object) -> None:
    once = canonical(value)
    assert once == value
    assert json.dumps(canonical(once)) == json.dumps(once)


@given(JSON)
def test_a_text_is_decoded_into_what_is_canonical(value: object) -> None:
    assert json.dumps(decoded(json.dumps(value))) == json.dumps(canonical(value))


def test_its_bytes_are_utf8_without_spaces() -> None:
    assert encoded({"a": ["Adä", 1], "b": None}) == '{"a":["Adä",1],"b":null}'.encode()
