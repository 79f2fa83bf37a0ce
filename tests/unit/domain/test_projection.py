from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from accounts.account import ACCOUNT
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, Json, Metadata, RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table, View
from onewrite.errors import NotInAnyDomain, RowWithoutKey, UndecodableEvent


class Said(Event, type="Said"):
    word: str


class Sung(Event, type="Sung"):
    pass


class Line(BaseModel):
    id: str
    word: str


LINES = Table("lines", key=("id",), row=Line)


class Lines(Projection):
    name = "lines"
    tables = (LINES,)

    @when(Said)
    def said(self, recorded: RecordedEvent, event: Said, view: View) -> None:
        view.put(LINES, id=f"{recorded.version}", word=event.word)


PLAY = replace(ACCOUNT, category="play", event_types=EventTypes(Said, Sung))
LINES_VIEW = Lines().in_domain([ACCOUNT, PLAY])


class Written:
    """A view that keeps what is put."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def get(self, table: Table, *key: str) -> Row | None:
        return None

    def put(self, table: Table, **columns: Json) -> None:
        self.rows.append(columns)

    def delete(self, table: Table, *key: str) -> None:
        raise NotImplementedError


def recorded(event_type: str, **data: str) -> RecordedEvent:
    now = datetime.now(UTC)
    return RecordedEvent(StreamId("play", "1"), 4, "id", event_type, 1, data, Metadata("c", "c"), now)


def test_a_method_gets_the_event_as_recorded_and_as_decoded() -> None:
    view = Written()
    LINES_VIEW.apply(recorded("Said", word="hello"), view)
    assert view.rows == [{"id": "4", "word": "hello"}]


def test_a_declared_event_type_without_a_method_changes_nothing_whatever_it_holds() -> None:
    view = Written()
    for event in (recorded("Sung"), recorded("Sung", what="an aria")):
        LINES_VIEW.apply(event, view)
    assert view.rows == []


@pytest.mark.parametrize("version", [0, 2])
def test_an_event_with_a_method_and_of_an_unknown_version_cannot_be_passed(version: int) -> None:
    with pytest.raises(UndecodableEvent, match=f"Said in schema version {version} is not known here"):
        LINES_VIEW.apply(replace(recorded("Said", word="hello"), schema_version=version), Written())


def test_an_event_type_that_is_not_declared_cannot_be_passed() -> None:
    with pytest.raises(UndecodableEvent, match="Danced in schema version 1 is not known here: deploy code that is"):
        LINES_VIEW.apply(recorded("Danced", with_whom="nobody"), Written())


def test_a_projection_reads_the_categories_whose_events_its_methods_apply() -> None:
    assert LINES_VIEW.categories == {"play"}


def test_a_projection_on_its_own_says_where_to_take_it_from() -> None:
    with pytest.raises(NotInAnyDomain, match=r'Lines is in no domain yet.*as in DOMAIN\.projection\("lines"\)'):
        Lines().apply(recorded("Said", word="hello"), Written())


def test_two_methods_for_one_event_are_told_with_both_names() -> None:
    with pytest.raises(TypeError, match="Twice applies Said in again, said: let one method do it"):

        class Twice(Lines):
            @when(Said)
            def again(self, recorded: RecordedEvent, event: Said, view: View) -> None:
                pass


def test_a_method_whose_name_the_library_uses_is_told() -> None:
    with pytest.raises(TypeError, match=r"Clash\.tables has a name that the library uses: rename the method"):

        class Clash(Projection):
            name = "clash"

            @when(Said)
            def tables(self, recorded: RecordedEvent, event: Said, view: View) -> None:  # type: ignore[override]
                pass


def test_a_method_that_replaces_an_inherited_one_is_alone() -> None:
    class Louder(Lines):
        @when(Said)
        def said(self, recorded: RecordedEvent, event: Said, view: View) -> None:  # type: ignore[override]
            view.put(LINES, id="1", word=event.word.upper())

    view = Written()
    Louder().in_domain([PLAY]).apply(recorded("Said", word="hello"), view)
    assert view.rows == [{"id": "1", "word": "HELLO"}]


def test_a_table_knows_its_columns_and_the_key_of_a_row() -> None:
    assert LINES.columns == ("id", "word")
    key: Key = LINES.key_of({"word": "hello", "id": "4"})
    assert key == ("4",)


def test_columns_and_keys_keep_the_order_in_which_they_are_declared() -> None:
    class Turned(BaseModel):
        word: str
        id: str

    turned = Table("lines", key=("word", "id"), row=Turned)
    assert turned.columns == ("word", "id")
    assert Table("lines", key=("word", "id"), row=Line).key_of({"id": "4", "word": "hello"}) == ("hello", "4")


def test_a_row_without_its_key_is_refused_and_the_columns_named_that_are_missing() -> None:
    table = Table("lines", key=("word", "id"), row=Line)
    with pytest.raises(RowWithoutKey, match="A row of lines is named without id: name"):
        table.key_of({"word": ""})
