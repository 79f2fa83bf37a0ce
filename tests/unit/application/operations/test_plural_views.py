"""Operations on a view of two categories, in two tables, that is not the only one."""

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.operations.remove_view import Removed
from onewrite.application.operations.verify import verify_view
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused
from tests.support.data.builders import a_commit, created, interest
from tests.support.data.rebuilds import build_generation
from tests.support.domains.fragile import ADA
from tests.support.domains.plural import STREAMS, Idle, plural_app, rows


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def app(adapters: Adapters) -> App:
    """Six streams with two interests each, and one that no view takes."""
    for stream in (*STREAMS, StreamId("other", "g")):
        head = adapters.store.read_head(stream)
        adapters.store.append(a_commit(head, created(), interest("tea"), interest("chess")))
    return plural_app(adapters)


def test_streams_of_every_category_are_followed(app: App) -> None:
    for stream in STREAMS:
        app.follow_stream("both", stream, 3)
    assert rows(app, 1) == (6, 12)


def test_streams_of_every_category_are_reconciled(app: App) -> None:
    report = app.operate.reconcile()
    lagging = {name: found.lagging for name, found in report.projections.items()}
    assert (report.heads, lagging, report.is_healed) == (7, {"idle": 3, "both": 6}, True)
    assert rows(app, 1) == (6, 12)


def test_every_category_is_rebuilt_into_every_table(app: App) -> None:
    build_generation(app, "both")
    assert rows(app, 2) == (6, 12)
    progress = app.operate.rebuild.progress("both")
    assert (progress.streams, progress.events) == (6, 18)


@pytest.mark.parametrize("page", [1, 2, 500])
def test_every_category_is_verified_in_every_table(app: App, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    monkeypatch.setattr(verify_view, "HEADS_PER_PAGE", page)
    build_generation(app, "both")
    verdict = app.operate.verify("both")
    assert (verdict.streams, verdict.rows, verdict.differences) == (6, 18, 0)
    lost = [Delete(PROFILES, ("a",)), Delete(INTERESTS, ("b",)), Delete(PROFILES, ("e",)), Delete(INTERESTS, ("f",))]
    unknown = [Put(INTERESTS, {"account_id": key, "interest": "tea"}) for key in ("a5", "c5", "z")]
    app.adapters.views.transact("both", 2, lambda transaction: transaction.write([*lost, *unknown], []))
    verdict = app.operate.verify("both")
    missing = [
        "interests b/chess",
        "interests b/tea",
        "interests f/chess",
        "interests f/tea",
        "profiles a",
        "profiles e",
    ]
    surplus = ["interests a5/tea", "interests c5/tea", "interests z/tea"]
    assert sorted((found.problem, found.place) for found in verdict.named) == [
        *(("missing", place) for place in missing),
        *(("should not be there", place) for place in surplus),
    ]
    assert verdict.by_generation == {2: 9}


def test_streams_of_two_categories_with_one_key_share_its_rows(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_view, "HEADS_PER_PAGE", 1)
    head = app.adapters.store.read_head(StreamId("club", "a"))
    app.adapters.store.append(a_commit(head, interest("rowing")))
    build_generation(app, "both")
    verdict = app.operate.verify("both")
    assert (verdict.streams, verdict.rows, verdict.differences) == (7, 19, 0)


@pytest.mark.parametrize("generation", [1, 2])
def test_the_rows_of_a_generation_go_from_every_table(app: App, generation: int) -> None:
    build_generation(app, "both")
    app.operate.verify("both")
    app.operate.switch.switch("both", ADA)
    if generation == 2:
        app.operate.switch.rollback("both", ADA)
    app.operate.switch.drop("both", generation, ADA)
    assert (rows(app, generation), rows(app, 3 - generation)) == ((0, 0), (6, 12))


def test_a_view_is_removed_from_every_table(adapters: Adapters, app: App) -> None:
    build_generation(app, "both")
    removed = plural_app(adapters, Idle()).operate.remove("both", ADA)
    assert removed == Removed("both", ("interests", "profiles"))
    assert (rows(app, 1), rows(app, 2)) == ((0, 0), (0, 0))


def test_none_of_the_views_that_are_declared_is_removed(app: App) -> None:
    for name in ("idle", "both"):
        with pytest.raises(OperationRefused, match=f"This code declares {name}"):
            app.operate.remove(name, ADA)
