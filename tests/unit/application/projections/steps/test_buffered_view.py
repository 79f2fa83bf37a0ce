import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Delete, Put
from onewrite.application.projections.steps.buffered_view import BufferedView
from onewrite.application.projections.steps.view_of_event import ViewOfEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import RowOfAnotherStream, Unavailable

SEVEN = StreamId("account", "7")
STORED: dict[Key, Row] = {("7",): {"account_id": "7", "name": "Ada", "address": "London", "status": "open"}}


def read_row(table: Table, key: Key) -> Row | None:
    return STORED.get(key) if table is PROFILES else None


@pytest.fixture
def view() -> BufferedView:
    return BufferedView(read_row)


@pytest.fixture
def event(view: BufferedView) -> ViewOfEvent:
    return view.of_event(SEVEN)


def put(view: BufferedView, table: Table, key: str = "7", **columns: object) -> None:
    """Take over what an event puts."""
    event = view.of_event(StreamId("account", key))
    event.put(table, account_id=key, **columns)
    view.take(event)


def delete(view: BufferedView, table: Table, *key: object) -> None:
    event = view.of_event(SEVEN)
    event.delete(table, *key)
    view.take(event)


def test_a_row_is_read_from_the_store(view: BufferedView, event: ViewOfEvent) -> None:
    assert event.get(PROFILES, "7") == STORED["7",]
    assert view.of_event(StreamId("account", "8")).get(PROFILES, "8") is None


@pytest.mark.parametrize("is_taken", [False, True])
def test_reads_include_own_writes(view: BufferedView, event: ViewOfEvent, is_taken: bool) -> None:
    def then(event: ViewOfEvent) -> ViewOfEvent:
        if not is_taken:
            return event
        view.take(event)
        return view.of_event(SEVEN)

    event.put(PROFILES, account_id="7", name="Countess")
    event = then(event)
    assert event.get(PROFILES, "7") == {**dict.fromkeys(PROFILES.columns), **STORED["7",], "name": "Countess"}
    event.delete(PROFILES, "7")
    event = then(event)
    assert event.get(PROFILES, "7") is None
    event.put(PROFILES, account_id="7", name="Lady")
    row = then(event).get(PROFILES, "7")
    assert row is not None
    assert (row["name"], row["address"]) == ("Lady", None), "a new row knows nothing of the deleted one"


def test_many_changes_of_one_row_become_one(view: BufferedView) -> None:
    put(view, PROFILES, name="a")
    put(view, PROFILES, address="b")
    put(view, PROFILES, name="c")
    assert view.changes() == [Put(PROFILES, {"account_id": "7", "name": "c", "address": "b"})]


def test_what_is_deleted_after_it_was_put_is_not_written(view: BufferedView) -> None:
    for key, text in (("7", "tea"), ("7", "chess"), ("71", "tea"), ("8", "tea")):
        put(view, INTERESTS, key, interest=text)
    put(view, PROFILES, name="Countess")
    delete(view, INTERESTS, "7")
    others = [Put(INTERESTS, {"account_id": key, "interest": "tea"}) for key in ("71", "8")]
    profile = Put(PROFILES, {"account_id": "7", "name": "Countess"})
    assert view.changes() == [Delete(INTERESTS, ("7",)), *others, profile]


def test_a_deletion_takes_no_other_row_of_the_stream(view: BufferedView) -> None:
    put(view, INTERESTS, interest="tea")
    put(view, INTERESTS, interest="chess")
    delete(view, INTERESTS, "7", "tea")
    assert view.changes() == [Delete(INTERESTS, ("7", "tea")), Put(INTERESTS, {"account_id": "7", "interest": "chess"})]


def test_what_is_put_after_a_deletion_is_written_after_it(view: BufferedView) -> None:
    delete(view, INTERESTS, "7")
    put(view, INTERESTS, interest="tea")
    assert view.changes() == [Delete(INTERESTS, ("7",)), Put(INTERESTS, {"account_id": "7", "interest": "tea"})]


@pytest.mark.parametrize("prefix", [("7",), ("7", "tea")])
@pytest.mark.parametrize("is_taken", [False, True])
def test_a_deletion_by_the_start_of_a_key_hides_every_row_under_it(prefix: Key, is_taken: bool) -> None:
    there = BufferedView(lambda table, key: dict(zip(table.key, key, strict=True)))
    event = there.of_event(SEVEN)
    event.delete(INTERESTS, *prefix)
    if is_taken:
        there.take(event)
        event = there.of_event(SEVEN)
    assert event.get(INTERESTS, "7", "tea") is None
    assert event.get(PROFILES, "7") is not None, "another table"


def test_what_an_event_changed_is_taken_in_the_same_order(view: BufferedView, event: ViewOfEvent) -> None:
    put(view, INTERESTS, interest="tea")
    event.delete(INTERESTS, "7")
    event.put(INTERESTS, account_id="7", interest="chess")
    view.take(event)
    assert view.changes() == [Delete(INTERESTS, ("7",)), Put(INTERESTS, {"account_id": "7", "interest": "chess"})]


def test_an_event_sees_what_came_before_it_and_can_be_dropped(view: BufferedView) -> None:
    put(view, PROFILES, name="Countess")
    dropped = view.of_event(SEVEN)
    assert (dropped.get(PROFILES, "7") or {})["name"] == "Countess"
    dropped.delete(PROFILES, "7")
    assert dropped.get(PROFILES, "7") is None
    assert (view.of_event(SEVEN).get(PROFILES, "7") or {})["name"] == "Countess"


def test_what_the_store_raised_is_remembered_however_it_was_met() -> None:
    fault = Unavailable("no answer")

    def fail(table: Table, key: Key) -> Row | None:
        raise fault

    event = BufferedView(fail).of_event(SEVEN)
    with pytest.raises(Unavailable):
        event.get(PROFILES, "7")
    with pytest.raises(Unavailable) as raised:
        event.raise_fault_of_the_store()
    assert raised.value is fault


def test_an_event_reads_and_writes_rows_of_its_own_stream_only(view: BufferedView, event: ViewOfEvent) -> None:
    put(view, INTERESTS, "8", interest="tea")
    told = "account_id must be the key of the event's stream"
    with pytest.raises(RowOfAnotherStream, match=told):
        event.get(INTERESTS, "8", "tea")
    with pytest.raises(RowOfAnotherStream, match=told):
        event.put(INTERESTS, account_id="8", interest="chess")
    for key in (("8",), ()):
        with pytest.raises(RowOfAnotherStream, match=told):
            event.delete(INTERESTS, *key)
    assert event.changes == []
