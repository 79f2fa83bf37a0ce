"""Operations on a view of two categories, in two tables, that is not the only one."""

import pytest

from accounts.account.events import UserCreated
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.remove_view import Removed
from onewrite.application.operations.verify import verify_streams
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.domain.events import NewEvent, RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import OperationRefused
from tests.support.data.builders import a_commit, an_event, created, interest
from tests.support.data.rebuilds import build_generation
from tests.support.domains.fragile import ADA
from tests.support.domains.plural import PEOPLE, STREAMS, SUBJECTS, Both, Idle, SubjectAdded, plural_app, rows


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def app(adapters: Adapters) -> App:
    """Four accounts with two events, three societies with two subjects each, and a stream that no view takes."""
    for stream in (*STREAMS, StreamId("other", "g")):
        head = adapters.store.read_head(stream)
        is_account = stream.category == "account"
        events = [created(), interest("tea")] if is_account else [opened(), subject("tea"), subject("chess")]
        adapters.store.append(a_commit(head, *events))
    return plural_app(adapters)


def opened() -> NewEvent:
    return an_event("SocietyOpened", data={})


def subject(name: str) -> NewEvent:
    return an_event("SubjectAdded", data={"subject": name})


def test_streams_of_every_category_are_followed(app: App) -> None:
    for stream in STREAMS:
        app.follow_stream(("both",), stream, 3)
    assert rows(app, 1) == (4, 6)


def test_streams_of_every_category_are_reconciled(app: App) -> None:
    report = app.operate.reconcile()
    lagging = {name: found.counts.lagging for name, found in report.projections.items()}
    assert (report.heads, lagging, report.is_healed) == (8, {"idle": 4, "both": 7}, True)
    assert rows(app, 1) == (4, 6)


def test_every_category_is_rebuilt_into_its_table(app: App) -> None:
    build_generation(app, "both")
    assert rows(app, 2) == (4, 6)
    progress = app.operate.rebuild.progress("both")
    assert (progress.streams, progress.events) == (7, 17)


@pytest.mark.parametrize("page", [1, 2, 500])
def test_every_category_is_verified_in_its_table(app: App, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(verify_streams, "PAGE", PageSize(page))
    build_generation(app, "both")
    verdict = app.operate.verify("both")
    assert (verdict.streams, verdict.rows, verdict.differences) == (7, 10, 0)
    lost = [Delete(PEOPLE, ("a",)), Delete(SUBJECTS, ("b",)), Delete(PEOPLE, ("g",)), Delete(SUBJECTS, ("d",))]
    unknown = [Put(SUBJECTS, {"account_id": key, "interest": "tea"}) for key in ("a", "c5", "f", "z")]
    app.adapters.views.transact("both", 2, lambda transaction: transaction.write([*lost, *unknown], []))
    verdict = app.operate.verify("both")
    missing = [f"interests {key}/{name}" for key in "bd" for name in ("chess", "tea")] + ["profiles a", "profiles g"]
    surplus = ["interests a/tea", "interests c5/tea", "interests f/tea", "interests z/tea"]
    assert sorted((found.problem, found.place) for found in verdict.named) == [
        *(("missing", place) for place in missing),
        *(("should not be there", place) for place in surplus),
    ]
    assert verdict.by_generation == {2: 10}


def test_an_event_of_another_category_cannot_write_a_row_under_an_equal_key(adapters: Adapters, app: App) -> None:
    class Mixed(Projection):
        name, tables = "both", Both.tables

        @when(SubjectAdded)
        def added(self, recorded: RecordedEvent, event: SubjectAdded, view: View) -> None:
            pass

        @when(UserCreated)
        def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
            view.put(SUBJECTS, account_id=recorded.stream.key, interest=event.name)

    mixed = plural_app(adapters, Mixed())
    stream = StreamId("account", "d")
    mixed.follow_stream(("both",), stream, 2)
    [(_, parked)] = mixed.adapters.views.parked("both", limit=9)
    assert parked.failure is not None
    assert (parked.stream, parked.failure.error_class) == (stream, "RowOfAnotherStream")
    assert "Rows of interests belong to streams of society" in parked.failure.error


@pytest.mark.parametrize("generation", [1, 2])
def test_the_rows_of_a_generation_go_from_every_table(app: App, generation: int) -> None:
    build_generation(app, "both")
    app.operate.verify("both")
    app.operate.switch.switch("both", ADA)
    if generation == 2:
        app.operate.switch.rollback("both", ADA)
    app.operate.switch.drop("both", generation, ADA)
    assert (rows(app, generation), rows(app, 3 - generation)) == ((0, 0), (4, 6))


def test_a_view_is_removed_from_every_table(adapters: Adapters, app: App) -> None:
    build_generation(app, "both")
    removed = plural_app(adapters, Idle()).operate.remove("both", ADA)
    assert removed == Removed("both", ("interests", "profiles"))
    assert (rows(app, 1), rows(app, 2)) == ((0, 0), (0, 0))


def test_none_of_the_views_that_are_declared_is_removed(app: App) -> None:
    for name in ("idle", "both"):
        with pytest.raises(OperationRefused, match=f"This code declares {name}"):
            app.operate.remove(name, ADA)
