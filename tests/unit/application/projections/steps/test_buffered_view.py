import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Delete, Put
from onewrite.application.projections.steps.buffered_view import BufferedView
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import ColumnNotDeclared, RowOfAnotherStream, Unavailable

SEVEN = StreamId("account", "7")
STORED: dict[Key, Row] = {("7",): {"account_id": "7", "name": "Ada", "address": "London", "status": "open"}}


def read_row(table: Table, key: Key) -> Row | None:
    return STORED.get(key) if table is PROFILES else None


@pytest.fixture
def view() -> BufferedView:
    return BufferedView(read_row)


def test_a_row_is_read_from_the_store(view: BufferedView) -> None:
    assert view.get(PROFILES, "7") == STORED["7",]
    assert view.get(PROFILES, "8") is None


def test_reads_include_own_writes(view: BufferedView) -> None:
    view.put(PROFILES, account_id="7", name="Countess")
    assert view.get(PROFILES, "7") == {**dict.fromkeys(PROFILES.columns), **STORED["7",], "name": "Countess"}
    view.delete(PROFILES, "7")
    assert view.get(PROFILES, "7") is None
    view.put(PROFILES, account_id="7", name="Lady")
    row = view.get(PROFILES, "7")
    assert row is not None
    assert (row["name"], row["address"]) == ("Lady", None), "a new row knows nothing of the deleted one"


def test_many_changes_of_one_row_become_one(view: BufferedView) -> None:
    view.put(PROFILES, account_id="7", name="a")
    view.put(PROFILES, account_id="7", address="b")
    view.put(PROFILES, account_id="7", name="c")
    assert view.changes() == [Put(PROFILES, {"account_id": "7", "name": "c", "address": "b"})]


def test_what_is_deleted_after_it_was_put_is_not_written(view: BufferedView) -> None:
    for key, text in (("7", "tea"), ("7", "chess"), ("71", "tea"), ("8", "tea")):
        view.put(INTERESTS, account_id=key, interest=text)
    view.put(PROFILES, account_id="7", name="Countess")
    profile = Put(PROFILES, {"account_id": "7", "name": "Countess"})
    others = [Put(INTERESTS, {"account_id": key, "interest": "tea"}) for key in ("71", "8")]
    view.delete(INTERESTS, "7")
    assert view.changes() == [Delete(INTERESTS, ("7",)), *others, profile]
    view.delete(INTERESTS)
    assert view.changes() == [Delete(INTERESTS, ("7",)), Delete(INTERESTS, ()), profile]


def test_a_deletion_takes_no_other_row_of_the_stream(view: BufferedView) -> None:
    view.put(INTERESTS, account_id="7", interest="tea")
    view.put(INTERESTS, account_id="7", interest="chess")
    view.delete(INTERESTS, "7", "tea")
    assert view.changes() == [Delete(INTERESTS, ("7", "tea")), Put(INTERESTS, {"account_id": "7", "interest": "chess"})]


def test_what_is_put_after_a_deletion_is_written_after_it(view: BufferedView) -> None:
    view.delete(INTERESTS, "7")
    view.put(INTERESTS, account_id="7", interest="tea")
    assert view.changes() == [Delete(INTERESTS, ("7",)), Put(INTERESTS, {"account_id": "7", "interest": "tea"})]


@pytest.mark.parametrize("prefix", [(), ("7",), ("7", "tea")])
def test_a_deletion_by_the_start_of_a_key_hides_every_row_under_it(prefix: Key) -> None:
    there = BufferedView(lambda table, key: dict(zip(table.key, key, strict=True)))
    there.delete(INTERESTS, *prefix)
    assert there.get(INTERESTS, "7", "tea") is None
    assert there.get(PROFILES, "7") is not None, "another table"


def test_a_column_that_the_table_does_not_have_is_a_mistake(view: BufferedView) -> None:
    with pytest.raises(ColumnNotDeclared, match="profiles has no column nickname, shoe_size"):
        view.put(PROFILES, account_id="7", shoe_size=40, nickname="Ada")


def test_a_branch_sees_what_is_below_it_and_can_be_dropped(view: BufferedView) -> None:
    view.put(PROFILES, account_id="7", name="Countess")
    branch = view.branch(SEVEN)
    assert (branch.get(PROFILES, "7") or {})["name"] == "Countess"
    branch.delete(PROFILES, "7")
    assert branch.get(PROFILES, "7") is None
    assert (view.get(PROFILES, "7") or {})["name"] == "Countess"


def test_a_branch_that_is_merged_changes_what_is_below_it_in_the_same_order(view: BufferedView) -> None:
    view.put(INTERESTS, account_id="7", interest="tea")
    branch = view.branch(SEVEN)
    branch.delete(INTERESTS, "7")
    branch.put(INTERESTS, account_id="7", interest="chess")
    view.merge(branch)
    assert view.changes() == [Delete(INTERESTS, ("7",)), Put(INTERESTS, {"account_id": "7", "interest": "chess"})]


def test_what_the_store_raised_is_remembered_however_it_was_met(view: BufferedView) -> None:
    fault = Unavailable("no answer")

    def fail(table: Table, key: Key) -> Row | None:
        raise fault

    below = BufferedView(fail)
    branch = below.branch(SEVEN)
    with pytest.raises(Unavailable):
        branch.get(PROFILES, "7")
    for met in (branch, below):
        with pytest.raises(Unavailable) as raised:
            met.raise_fault_of_the_store()
        assert raised.value is fault


def test_an_event_reads_and_writes_rows_of_its_own_stream_only(view: BufferedView) -> None:
    view.put(INTERESTS, account_id="8", interest="tea")
    branch = view.branch(SEVEN)
    told = "account_id must be the key of the event's stream"
    with pytest.raises(RowOfAnotherStream, match=told):
        branch.get(INTERESTS, "8", "tea")
    with pytest.raises(RowOfAnotherStream, match=told):
        branch.put(INTERESTS, account_id="8", interest="chess")
    for key in (("8",), ()):
        with pytest.raises(RowOfAnotherStream, match=told):
            branch.delete(INTERESTS, *key)
    assert branch.changes() == []
