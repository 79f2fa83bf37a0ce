"""A query of one's own over several views: each in the generation that answers, and one of them at a version."""

from dataclasses import replace
from typing import Any, cast

import pytest
from pydantic import BaseModel

from accounts import ACCOUNTS
from accounts.account.commands import Rename
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.queries import OwnQuery, RowQuery
from onewrite.domain.reading import Reader
from onewrite.errors import VersionNotFound
from tests.support.data.builders import a_stream
from tests.support.data.requests import accept, an_account
from tests.support.systems.adapters import settings


class Whose(BaseModel):
    account_id: str


class Card(BaseModel):
    name: str
    interests: list[str]
    shared_by: int


def card(whose: Whose, reader: Reader) -> Card | None:
    profile = reader.get(PROFILES, whose.account_id)
    if profile is None:
        return None
    interests = [row["interest"] for row in reader.page(INTERESTS, whose.account_id)]
    shared = {found.key for interest in interests for found in reader.search(INTERESTS, interest)}
    return Card(name=profile["name"], interests=interests, shared_by=len(shared))


CARD = OwnQuery("/cards/{account_id}", "A profile with its interests", Whose, Card, card, (PROFILES, INTERESTS))
ROW = RowQuery("/profiles/{account_id}", PROFILES, "One profile")
ADA = Whose(account_id="ada")


@pytest.fixture
def app() -> App:
    """Nothing is pushed here: views are as old as readers let them be."""
    app = build(settings(generation_cache_seconds=0), replace(ACCOUNTS, queries=(CARD,)), memory_adapters())
    for key in ("ada", "bob"):
        an_account(app, "tea", key=key)
    return app


def see(app: App, *projections: str) -> None:
    for projection in projections:
        for key in ("ada", "bob"):
            app.follow_stream((projection,), a_stream(key), 2)


def test_rows_texts_and_several_views_are_one_answer(app: App) -> None:
    see(app, "profiles", "interests")
    assert app.read_view.ask(CARD, ADA) == Card(name="Ada", interests=["tea"], shared_by=2)


def test_the_first_of_its_tables_is_at_the_version_that_is_asked_for(app: App) -> None:
    accept(app, a_stream("ada"), Rename(name="Countess"))
    answer = app.read_view.ask(CARD, ADA, key="ada", min_version=3)
    assert answer == Card(name="Countess", interests=[], shared_by=0), "other views are as they are"
    with pytest.raises(VersionNotFound):
        app.read_view.ask(CARD, ADA, key="ada", min_version=4)


def test_each_view_is_read_in_its_own_generation(app: App) -> None:
    see(app, "profiles", "interests")
    app.adapters.generations.change("interests", lambda known: replace(known, active=2))
    assert app.read_view.ask(CARD, ADA) == Card(name="Ada", interests=[], shared_by=0)


def test_a_switch_while_a_view_catches_up_is_no_way_around_the_version(app: App) -> None:
    caught_up: list[int] = []
    views = app.read_view.views

    def switch_after(projection: Any, generation: int, *asked: Any) -> None:
        views.catch_up(projection, generation, *asked)
        caught_up.append(generation)
        app.adapters.generations.change("profiles", lambda known: replace(known, active=2, last=2, kept=(1, 2)))

    read_view = replace(app.read_view, views=replace(views, catch_up=cast("Any", switch_after)))
    assert read_view.row(ROW, "ada", min_version=2)[1] == 2
    assert caught_up == [1, 2]
