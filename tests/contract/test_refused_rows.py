"""Values and keys that a table can't hold: every store refuses the same ones, in the same words, and keeps the others.

Each case is a stream of its own; all of them are advanced together, so that one that is refused spoils no other.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, Final

import pytest

from emulators.provisioning.spanner import provision_spanner
from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, build, memory_adapters
from onewrite.checks.ddl import statements_for
from onewrite.checks.statements import schema
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from tests.support.data.builders import a_commit, an_event
from tests.support.domains.kinds import KINDS, Act, Kinds, domain_of
from tests.support.systems.adapters import on_spanner, settings
from tests.support.waiting.clocks import NOON


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    LARGE = 3


EAST = timezone(timedelta(hours=5))
#: What is put into a column, and what is there afterwards.
KEPT: Mapping[str, tuple[str, Any, Any]] = {
    "null": ("text", None, None),
    "text": ("text", "tea 🫖\0", "tea 🫖\0"),
    "enum_of_text": ("text", Colour.RED, "red"),
    "short": ("short", "🫖" * 5, "🫖" * 5),
    "truth": ("truth", False, False),
    "least": ("whole", -(2**63), -(2**63)),
    "greatest": ("whole", 2**63 - 1, 2**63 - 1),
    "enum_of_numbers": ("whole", Size.LARGE, 3),
    "real": ("real", 2.5, 2.5),
    "whole_as_real": ("real", 2**60 + 1, 2.0**60),
    "infinite": ("real", float("-inf"), float("-inf")),
    "exact": (
        "exact",
        Decimal("-99999999999999999999999999999.999999999"),
        Decimal("-99999999999999999999999999999.999999999"),
    ),
    "whole_as_exact": ("exact", 3, Decimal(3)),
    "zeros_at_the_end": ("exact", Decimal("-4.50"), Decimal("-4.5")),
    "round": ("exact", Decimal("1E+28"), Decimal(10**28)),
    "less_than_nothing": ("exact", Decimal("-0.00"), Decimal(0)),
    "instant": ("instant", NOON, NOON),
    "instant_elsewhere": ("instant", datetime(2026, 1, 1, 5, tzinfo=EAST), datetime(2026, 1, 1, tzinfo=UTC)),
    "day": ("day", date(2026, 1, 1), date(2026, 1, 1)),
    "object": ("body", {"a": [1, 2.5, None, True, ("x",)]}, {"a": [1, 2.5, None, True, ["x"]]}),
    "empty_object": ("body", {}, {}),
    "tuple": ("texts", ("a", None), ["a", None]),
    "empty_list": ("texts", [], []),
    "whole_numbers_as_real": ("numbers", [1, 2.5], [1.0, 2.5]),
    "objects": ("bodies", [{"a": 1}, {}, None], [{"a": 1}, {}, None]),
}
#: What is put into a column, and the kind that the refusal names.
REFUSED: Mapping[str, tuple[str, Any, str]] = {
    "number_as_text": ("text", 7, "int"),
    "bytes": ("text", b"tea", "bytes"),
    "half_a_character": ("text", "\ud800", "str with half a character"),
    "long": ("short", "minute", "str of 6 characters"),
    "number_as_truth": ("truth", 1, "int"),
    "truth_as_number": ("whole", True, "bool"),
    "text_as_number": ("whole", "7", "str"),
    "real_as_whole": ("whole", 7.0, "float"),
    "beyond": ("whole", 2**63, "int of more than 64 bits"),
    "text_as_real": ("real", "2.5", "str"),
    "truth_as_real": ("real", True, "bool"),
    "exact_as_real": ("real", Decimal("2.5"), "Decimal"),
    "no_number": ("real", float("nan"), "float that is no finite number"),
    "real_as_exact": ("exact", 2.5, "float"),
    "fine": ("exact", Decimal("0.0000000001"), "Decimal with more than 29 digits before the point or 9 after it"),
    "huge": ("exact", Decimal(10**29), "Decimal with more than 29 digits before the point or 9 after it"),
    "no_decimal": ("exact", Decimal("NaN"), "Decimal with more than 29 digits before the point or 9 after it"),
    "text_as_instant": ("instant", "2026-01-01T12:00:00Z", "str"),
    "day_as_instant": ("instant", date(2026, 1, 1), "date"),
    "before_the_first_year": (
        "instant",
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        "datetime beyond the years 1 to 9999 in UTC",
    ),
    "no_time_zone": ("instant", datetime(2026, 1, 1), "datetime without a time zone"),  # noqa: DTZ001
    "instant_as_day": ("day", NOON, "datetime"),
    "text_as_day": ("day", "2026-01-01", "str"),
    "text_as_object": ("body", "{}", "str"),
    "list_as_object": ("body", [1], "list of int"),
    "object_with_a_set": ("body", {"a": {1}}, "dict that is no JSON"),
    "object_with_an_instant": ("body", {"a": NOON}, "dict that is no JSON"),
    "object_with_no_number": ("body", {"a": float("inf")}, "dict that is no JSON"),
    "object_with_numbers_as_names": ("body", {1: "a"}, "dict that is no JSON"),
    "object_with_a_huge_number": ("body", {"a": 2**64}, "dict that is no JSON"),
    "set": ("texts", {"a"}, "set"),
    "text_as_list": ("texts", "ab", "str"),
    "numbers_in_a_list_of_texts": ("texts", ["a", 1], "list of int, str"),
    "lists_in_a_list": ("numbers", [[1.0]], "list of list of float"),
    "texts_in_a_list_of_objects": ("bodies", ["{}"], "list of str"),
    "anything": ("text", object(), "object"),
}
#: What is done, and the error that stops it.
WRONG_USE: Mapping[str, tuple[Act, str]] = {
    "put_without_a_stream": (lambda view, key: view.put(KINDS, thing_id=None, part=1), "ColumnOfAnotherType"),
    "put_without_a_part": (lambda view, key: view.put(KINDS, thing_id=key, part=None), "ColumnOfAnotherType"),
    "put_with_half_a_key": (lambda view, key: view.put(KINDS, thing_id=key), "RowWithoutKey"),
    "put_with_another_type": (lambda view, key: view.put(KINDS, thing_id=key, part="1"), "ColumnOfAnotherType"),
    "put_with_a_list_as_key": (lambda view, key: view.put(KINDS, thing_id=key, part=[1]), "ColumnOfAnotherType"),
    "put_into_no_column": (lambda view, key: view.put(KINDS, thing_id=key, part=1, colour="red"), "ColumnNotDeclared"),
    "put_of_another_stream": (lambda view, key: view.put(KINDS, thing_id="other", part=1), "RowOfAnotherStream"),
    "get_with_half_a_key": (lambda view, key: view.get(KINDS, key), "RowWithoutKey"),
    "get_with_null": (lambda view, key: view.get(KINDS, key, None), "ColumnOfAnotherType"),
    "get_with_another_type": (lambda view, key: view.get(KINDS, key, "1"), "ColumnOfAnotherType"),
    "get_with_too_much": (lambda view, key: view.get(KINDS, key, 1, 2), "KeyTooLong"),
    "delete_with_another_type": (lambda view, key: view.delete(KINDS, key, 1.5), "ColumnOfAnotherType"),
    "delete_with_null": (lambda view, key: view.delete(KINDS, key, None), "ColumnOfAnotherType"),
    "delete_with_too_much": (lambda view, key: view.delete(KINDS, key, 1, 2), "KeyTooLong"),
    "delete_all": (lambda view, key: view.delete(KINDS), "RowOfAnotherStream"),
}
REST = {name: None for name in KINDS.columns if name not in KINDS.key}


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def adapters(request: pytest.FixtureRequest) -> Adapters:
    if request.param == "memory":
        return memory_adapters()
    place = request.getfixturevalue("spanner_place")
    provision_spanner(place, [*(ddl for ddl in schema() if "SEARCH" not in ddl), *statements_for(Kinds({}))])
    return on_spanner(place)


def putting(column: str, value: object) -> Act:
    return lambda view, key: view.put(KINDS, thing_id=key, part=1, **{column: value})


#: Of more streams that fail alike, an instance would halt the projection.
FEW: Final = ALIKE - 1


def outcomes(adapters: Adapters, acts: Mapping[str, Act]) -> tuple[dict[str, tuple[str, str]], dict[str, Any]]:
    """Do each act for a stream of its own; return the errors, and the rows that are kept."""
    acts = {name.replace("_", "-"): act for name, act in acts.items()}
    streams = [StreamId("thing", key) for key in acts]
    for stream in streams:
        adapters.store.append(a_commit(adapters.store.read_head(stream), an_event("Happened", data={"what": "this"})))
    found = list[Any]()
    for few in (streams[at : at + FEW] for at in range(0, len(streams), FEW)):
        app = build(settings(eager_relay=False, park_after_attempts=1, show_faults=True), domain_of(acts), adapters)
        found += app.advance(app.domain.projection("kinds"), 1, few).checkpoints.values()
    failures = {
        checkpoint.stream.key.replace("-", "_"): (checkpoint.failure.error_class, checkpoint.failure.error)
        for checkpoint in found
        if checkpoint.failure
    }
    return failures, {row["thing_id"].replace("-", "_"): row for row in rows(adapters)}


def rows(adapters: Adapters) -> list[dict[str, Any]]:
    found = adapters.views.read_snapshot("kinds", 1, lambda snapshot: snapshot.read_rows(KINDS, after="", upto=None))
    return [dict(row) for row in found]


def test_what_a_column_holds_comes_back_as_it_was_put_or_in_its_one_spelling(adapters: Adapters) -> None:
    failures, kept = outcomes(adapters, {name: putting(column, value) for name, (column, value, _) in KEPT.items()})
    assert failures == {}
    for name, (column, _, expected) in KEPT.items():
        found = kept[name]
        assert found == {"thing_id": name.replace("_", "-"), "part": 1, **REST, column: expected}, name
        assert isinstance(found[column], type(expected)), name
        assert str(found[column]) == str(expected), name
        assert not isinstance(found[column], Enum), name


def test_what_no_column_of_that_type_holds_stops_its_stream_and_no_other(adapters: Adapters) -> None:
    wrong = {name: putting(column, value) for name, (column, value, _) in REFUSED.items()}
    failures, kept = outcomes(adapters, {**wrong, "fine_itself": putting("text", "tea")})
    assert list(kept) == ["fine_itself"]
    assert {name: error_class for name, (error_class, _) in failures.items()} == dict.fromkeys(
        REFUSED, "ColumnOfAnotherType"
    )
    for name, (column, _, kind) in REFUSED.items():
        said = f"kinds.{column} is {KINDS.types[column]} and can't hold a value of type {kind}: mend the value"
        assert failures[name][1].startswith(said), name


def test_a_key_of_another_shape_or_type_is_refused_whatever_is_done_with_it(adapters: Adapters) -> None:
    failures, kept = outcomes(adapters, {name: act for name, (act, _) in WRONG_USE.items()})
    assert kept == {}
    assert {name: error_class for name, (error_class, _) in failures.items()} == {
        name: error_class for name, (_, error_class) in WRONG_USE.items()
    }


def test_an_act_that_uses_the_whole_key_and_no_more_is_not_refused(adapters: Adapters) -> None:
    def act(view: View, key: str) -> None:
        for part in (1, 2, 3):
            view.put(KINDS, thing_id=key, part=part, text="tea")
        view.delete(KINDS, key, 2)
        assert view.get(KINDS, key, 2) is None
        assert view.get(KINDS, key, 3) == {"thing_id": key, "part": 3, **REST, "text": "tea"}

    failures, _ = outcomes(adapters, {"all": act})
    assert (failures, [row["part"] for row in rows(adapters)]) == ({}, [1, 3])
