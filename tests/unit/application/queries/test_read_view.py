"""Queries answer from the view, and catch up first when the reader asks for a version."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from pydantic import BaseModel

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import PageQuery, RowQuery, SearchQuery
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Table, View
from onewrite.errors import EventNotApplied, RowNotFound, VersionNotFound, ViewBehind, ViewParked
from tests.support.checks.rows import rows_of
from tests.support.data.builders import a_commit, an_event
from tests.support.data.requests import accept, an_account
from tests.support.domains.sales import SHOPS, SaleMade
from tests.support.domains.sales_queries import sell
from tests.support.systems.adapters import settings

ROW = RowQuery("/profiles/{account_id}", PROFILES, "One profile")
PAGE = PageQuery("/profiles", PROFILES, "All profiles")
SEARCH = SearchQuery("/interests/search", INTERESTS, "Actor words")


class Part(BaseModel):
    shop_id: str
    number: int
    part: str


PARTS = Table("parts", key=("shop_id", "number", "part"), row=Part)
UNDER_A_NUMBER = PageQuery("/shops/{shop_id}/parts/{number}", PARTS, "The parts of a number")


class Parts(Projection):
    name = "parts"
    tables = (PARTS,)

    @when(SaleMade)
    def made(self, recorded: RecordedEvent, event: SaleMade, view: View) -> None:
        view.put(PARTS, shop_id=recorded.stream.key, number=event.number, part=event.product)


PARTS_DOMAIN = Domain(aggregates=(SHOPS,), projections=(Parts(),), queries=(UNDER_A_NUMBER,))


@pytest.fixture
def app() -> App:
    """Nothing is pushed here: views are as old as readers let them be."""
    return build(settings(park_after_attempts=2, generation_cache_seconds=0), ACCOUNTS, memory_adapters())


def follow(app: App, stream: StreamId, *projections: str) -> None:
    for name in projections or ("profiles", "interests"):
        app.follow_stream((name,), stream, 10**6)


def fail_at_next(app: App, stream: StreamId) -> None:
    head = app.adapters.store.read_head(stream)
    app.adapters.store.append(a_commit(head, an_event("UserRenamed", data={"wrong": 1})))


def test_a_row_comes_with_the_version_that_it_reflects(app: App) -> None:
    stream = an_account(app, "tea")
    follow(app, stream)
    accept(app, stream, Rename(name="Countess"))
    row, version = app.read_view.row(ROW, stream.key)
    assert (row["name"], version) == ("Ada", 2)


@pytest.mark.parametrize("min_version", [1, 2, 3])
def test_a_reader_who_names_a_version_gets_it_at_once(app: App, min_version: int) -> None:
    stream = an_account(app, "tea")
    accept(app, stream, Rename(name="Countess"))
    row, version = app.read_view.row(ROW, stream.key, min_version=min_version)
    assert (row["name"], version) == ("Countess", 3), "it catches up with the store, not only with the reader"


def test_a_reader_is_not_kept_waiting_for_what_the_view_has_already(app: App) -> None:
    stream = an_account(app)
    follow(app, stream)
    accept(app, stream, Rename(name="Countess"))
    assert app.read_view.row(ROW, stream.key, min_version=1)[1] == 1


def test_a_row_that_is_not_there_is_not_found(app: App) -> None:
    stream = an_account(app)
    with pytest.raises(RowNotFound, match=f"profiles has no row '{stream.key}'"):
        app.read_view.row(ROW, stream.key)


@pytest.mark.parametrize("min_version", [2, 10**9])
def test_a_version_that_the_stream_has_not_reached_is_not_found(app: App, min_version: int) -> None:
    stream = an_account(app)
    with pytest.raises(VersionNotFound, match=f"is at version 1, there is no version {min_version} yet"):
        app.read_view.row(ROW, stream.key, min_version=min_version)


def test_a_reader_is_told_when_an_event_cannot_be_applied(app: App) -> None:
    stream = an_account(app)
    fail_at_next(app, stream)
    with pytest.raises(EventNotApplied, match=r"could not apply version 2 .* \(UndecodableEvent\)"):
        app.read_view.row(ROW, stream.key, min_version=2)
    assert app.read_view.row(ROW, stream.key, min_version=1)[1] == 1, "what came before it is there"


def test_a_reader_is_told_when_the_view_is_parked(app: App) -> None:
    stream = an_account(app)
    fail_at_next(app, stream)
    with pytest.raises(EventNotApplied):
        app.read_view.row(ROW, stream.key, min_version=2)
    for _ in range(2):
        with pytest.raises(ViewParked, match="at version 1: someone must release it"):
            app.read_view.row(ROW, stream.key, min_version=2)
    assert app.read_view.row(ROW, stream.key)[1] == 1


def impatient(app: App, clock: Iterator[float]) -> App:
    """A reader who waits for a second and sees this clock, of a view that takes one event at a time."""
    here = settings(advance_batch=1, read_seconds=1, generation_cache_seconds=0)
    return build(here, ACCOUNTS, app.adapters, clock=clock.__next__)


def test_a_reader_waits_for_a_view_step_by_step(app: App) -> None:
    stream = an_account(app, *"abcdefgh")
    hurried = impatient(app, count(step=0.01))
    assert hurried.read_view.row(ROW, stream.key, min_version=9)[1] == 9


def test_a_reader_is_not_kept_for_more_than_was_asked(app: App) -> None:
    stream = an_account(app, *"abcdefgh")
    assert impatient(app, count(step=0.01)).read_view.row(ROW, stream.key, min_version=2)[1] == 2


def test_a_reader_is_told_how_far_the_view_got_in_time(app: App) -> None:
    stream = an_account(app, *"abcdefgh")
    hurried = impatient(app, count(step=0.3))
    with pytest.raises(ViewBehind) as told:
        hurried.read_view.row(ROW, stream.key, min_version=9)
    got = told.value.metadata["version"]
    assert isinstance(got, int)
    assert 1 < got < 9
    assert app.read_view.row(ROW, stream.key)[1] == got, "what was applied stays"


def test_a_reader_whose_time_is_up_is_told_why_the_view_stands_where_it_stands(app: App) -> None:
    stream = an_account(app)
    follow(app, stream)
    fail_at_next(app, stream)
    with pytest.raises(EventNotApplied):
        impatient(app, count(step=10)).read_view.row(ROW, stream.key, min_version=3)


def test_queries_read_the_active_generation(app: App) -> None:
    stream = an_account(app, "tea")
    follow(app, stream)
    generations = app.adapters.generations
    for projection in ("profiles", "interests"):
        generations.change(projection, lambda known: replace(known, active=2))
    assert app.read_view.page(PAGE, limit=9) == []
    assert app.read_view.search(SEARCH, "tea", limit=9) == []
    assert app.read_view.row(ROW, stream.key, min_version=1)[1] == 2


def test_pages_and_searches_answer_from_the_view(app: App) -> None:
    ada, bob = an_account(app, "tea", "chess"), an_account(app, "tea")
    for stream in (ada, bob):
        follow(app, stream)
    accept(app, ada, AddInterest(interest="maths"))
    rows = app.read_view.page(PAGE, limit=9)
    assert [row["account_id"] for row in rows] == sorted([ada.key, bob.key])
    assert [found.key for found in app.read_view.search(SEARCH, "chess", limit=9)] == [ada.key]
    assert app.adapters.views.read_checkpoints([("interests", 1)], ada)["interests", 1] == Checkpoint(ada, 3)
    assert rows_of(app.adapters, INTERESTS)[0]["interest"] == "chess"


def test_a_page_under_half_a_key_is_at_the_version_of_its_stream() -> None:
    app = build(settings(generation_cache_seconds=0), PARTS_DOMAIN, memory_adapters())
    sell(app, "a", 1, product="lid", seen=False)
    [part] = app.read_view.page(UNDER_A_NUMBER, "a", 1, limit=10, min_version=1)
    assert part == {"shop_id": "a", "number": 1, "part": "lid"}
    with pytest.raises(VersionNotFound):
        app.read_view.page(UNDER_A_NUMBER, "a", 1, limit=10, min_version=2)
