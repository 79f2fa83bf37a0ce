"""GET of a query of one's own: its parameters, its answer, what it may read, and every way to be refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.queries import OwnQuery
from onewrite.domain.reading import Reader
from onewrite.domain.views import Index
from tests.support.domains.sales import BY_PRODUCT_NEWEST_FIRST as NEWEST
from tests.support.domains.sales import SALES, SOLD, SPREAD
from tests.support.domains.sales_queries import SALES_DOMAIN, SUMMARY, Summary, Wanted, sell
from tests.support.http.call import call
from tests.support.http.problems import field_problems, problem, wrong_fields
from tests.support.systems.adapters import settings


def asking(ask: Callable[[Wanted, Reader], BaseModel | None]) -> App:
    """Return a system whose summary is made by this function."""
    return build(
        settings(),
        replace(SALES_DOMAIN, queries=[replace(SUMMARY, ask=ask)]),
        memory_adapters(),
    )


@pytest.fixture
def app() -> App:
    app = build(settings(), SALES_DOMAIN, memory_adapters())
    sell(app, "a", 1, product="tea", price="4", colour="red")
    sell(app, "a", 2, product="pot", price="40.10", colour="blue")
    sell(app, "b", 1, product="tea", price="5")
    return app


@pytest.fixture
def api(app: App) -> Api:
    return app.queries


def test_it_is_answered_from_several_views(api: Api) -> None:
    body = call(api, "GET", "/shops/a/summary").get_json()
    tea, pot = {"product": "tea", "price": "4", "of_all": 2}, {"product": "pot", "price": "40.1", "of_all": 1}
    assert body == {"shop": "a", "sold": [tea, pot]}
    assert call(api, "GET", "/shops/a/summary?least=4.01").get_json()["sold"] == [pot]
    assert call(api, "GET", "/shops/a/summary?colour=red").get_json()["sold"] == [tea]


def test_where_it_finds_nothing_it_is_404(api: Api) -> None:
    told = problem(call(api, "GET", "/shops/z/summary"), 404, "NOTHING_FOUND")
    assert told["metadata"] == {"path": "/shops/{shop_id}/summary"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("least=much", {"least"}),
        ("least=1e30", {"least"}),
        ("least=0.0000000001", {"least"}),
        ("colour=green", {"colour"}),
        ("least=1&least=2", {"least"}),
        ("shop_id=a", {"shop_id"}),
        ("page_size=1", {"page_size"}),
        ("least=x&most=1&max_staleness=601", {"least", "most", "max_staleness"}),
        ("min_version=1&max_staleness=1", {"min_version"}),
        ("least=1&colour=red", {"(all)"}),
    ],
)
def test_what_is_wrong_is_told_all_at_once_by_name(api: Api, query: str, names: set[str]) -> None:
    told = field_problems(call(api, "GET", f"/shops/a/summary?{query}"))
    assert {(place, name) for place, name, _ in told} == {("parameter", name) for name in names}


class Recent(BaseModel):
    since: datetime | None = None
    number: Annotated[int, Field(ge=0)] = 0


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=2026-01-01T10:00:00", [("since", "no column can hold it: datetime without a time zone")]),
        (
            "since=0001-01-01T00:00:00%2B14:00",
            [("since", "no column can hold it: datetime beyond the years 1 to 9999 in UTC")],
        ),
        (f"number={2**63}", [("number", "no column can hold it: int of more than 64 bits")]),
        ("number=-1", [("number", "Input should be greater than or equal to 0")]),
    ],
)
def test_what_no_column_can_hold_is_refused_before_it_is_compared_with_one(
    query: str, told: list[tuple[str, str]]
) -> None:
    recent = OwnQuery("/recent", "Recent sales", Recent, Summary, lambda asked, reader: None, reads=(SALES,))
    app = build(settings(), replace(SALES_DOMAIN, queries=[recent]), memory_adapters())
    assert [problem[1:] for problem in field_problems(call(app.queries, "GET", f"/recent?{query}"))] == told


def test_it_waits_for_the_version_of_the_stream_that_its_path_names(app: App, api: Api) -> None:
    sell(app, "b", 2, product="tea", price="1", seen=False)
    assert len(call(api, "GET", "/shops/b/summary?min_version=1").get_json()["sold"]) == 1
    assert len(call(api, "GET", "/shops/b/summary?min_version=2").get_json()["sold"]) == 2
    problem(call(api, "GET", "/shops/b/summary?min_version=3"), 404, "VERSION_NOT_FOUND")
    assert wrong_fields(call(api, "GET", "/shops/.b/summary?min_version=1")) == ["parameter shop_id"]


def test_an_answer_that_is_known_already_is_304_until_it_changes(app: App, api: Api) -> None:
    known = {"If-None-Match": call(api, "GET", "/shops/a/summary").headers["ETag"]}
    assert call(api, "GET", "/shops/a/summary", headers=known).status_code == 304
    sell(app, "b", 3, product="tea", price="1")
    assert call(api, "GET", "/shops/a/summary", headers=known).status_code == 200


def test_it_is_described_with_its_own_parameters_and_answer(api: Api) -> None:
    described = call(api, "GET", "/openapi.json").get_json()["paths"]["/shops/{shop_id}/summary"]["get"]
    parameters = {one["name"]: one for one in described["parameters"]}
    assert [*parameters] == ["shop_id", "least", "colour", "If-None-Match", "max_staleness", "min_version"]
    assert (parameters["shop_id"]["in"], parameters["least"]["in"]) == ("path", "query")
    assert parameters["colour"]["schema"]["enum"] == ["red", "blue"]
    assert parameters["colour"]["schema"]["description"] == "Only these"
    assert not parameters["colour"]["required"]


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (lambda wanted, reader: reader.page(SPREAD), "NOT_READ"),
        (lambda wanted, reader: reader.by_index(SALES, Index("colour"), "red"), "INDEX_NOT_DECLARED"),
        (lambda wanted, reader: reader.search(SALES, "tea"), "TEXT_NOT_DECLARED"),
        (lambda wanted, reader: reader.get(SALES, wanted.shop_id, "1"), "COLUMN_OF_ANOTHER_TYPE"),
        (lambda wanted, reader: reader.get(SALES, wanted.shop_id, None), "COLUMN_OF_ANOTHER_TYPE"),
        (lambda wanted, reader: reader.get(SALES, wanted.shop_id), "ROW_WITHOUT_KEY"),
        (lambda wanted, reader: reader.get_all(SOLD, {("tea", 1)}), "KEY_TOO_LONG"),
        (lambda wanted, reader: reader.page(SALES, 1), "COLUMN_OF_ANOTHER_TYPE"),
        (lambda wanted, reader: reader.page(SALES, after=("a",)), "ROW_WITHOUT_KEY"),
        (lambda wanted, reader: reader.by_index(SALES, NEWEST, "tea", start=1), "COLUMN_OF_ANOTHER_TYPE"),
        (lambda wanted, reader: reader.by_index(SALES, NEWEST, "tea", None), "COLUMN_OF_ANOTHER_TYPE"),
        (lambda wanted, reader: wanted, "ANSWER_OF_ANOTHER_TYPE"),
        (lambda wanted, reader: reader.page(SALES, limit=0), "INTERNAL"),
        (lambda wanted, reader: 1 / 0, "INTERNAL"),
    ],
)
def test_a_mistake_in_its_code_is_told_in_words(ask: Callable[[Wanted, Reader], BaseModel], reason: str) -> None:
    problem(call(asking(ask).queries, "GET", "/shops/a/summary"), 500, reason)


def test_nothing_at_all_is_asked_for_in_vain(app: App) -> None:
    def ask(wanted: Wanted, reader: Reader) -> None:
        assert (reader.get(SOLD, "tea"), reader.get_all(SOLD, ()), reader.page(SALES, limit=1)) == (None, {}, [])

    problem(call(asking(ask).queries, "GET", "/shops/a/summary"), 404, "NOTHING_FOUND")
