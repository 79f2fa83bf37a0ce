"""GET with choices among numbers, `Literal[1, 2, 3]`: in paths, filters, limits, tokens and queries of one's own."""

from typing import Annotated, Literal, TypeAlias

import pytest
from pydantic import BaseModel, Field

from onewrite.adapters.http.api import Api
from onewrite.bootstrap import build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import ListQuery, OwnQuery, RowQuery
from onewrite.domain.reading import Reader
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Count, Descending, Index, Sum, Table, Totals, View
from tests.support.domains.sales import SHOPS, SaleMade
from tests.support.domains.sales_queries import sell
from tests.support.http.call import call
from tests.support.http.problems import field_problems
from tests.support.systems.adapters import settings

Stars: TypeAlias = Literal[1, 2, 3]


class Rating(BaseModel):
    shop_id: str
    number: int
    product: str | None
    stars: Stars | None
    again: Annotated[int, Field(ge=1, le=3)] | None


BY_STARS, MOST_STARS = Index(Descending("stars")), Index(Descending("total"))
RATINGS = Table("ratings", key=("shop_id", "number"), row=Rating, indexes=(BY_STARS,))
PER_STARS = Totals("per_stars", of=RATINGS, by=("stars",), ratings=Count())
PER_PRODUCT = Totals(
    "per_product",
    of=RATINGS,
    by=("product",),
    indexes=(MOST_STARS,),
    ratings=Count(),
    total=Sum("stars"),
    again=Sum("again"),
)


class Ratings(Projection):
    name = "ratings"
    tables = (RATINGS,)
    totals = (PER_STARS, PER_PRODUCT)

    @when(SaleMade)
    def made(self, recorded: RecordedEvent, event: SaleMade, view: View) -> None:
        rated = {"number": event.number, "product": event.product, "stars": event.number, "again": event.number}
        view.put(RATINGS, shop_id=recorded.stream.key, **rated)


class Wanted(BaseModel):
    least: Stars = 1
    most: Stars | None = None


class Some(BaseModel):
    least: int
    most: int | None


def ask(wanted: Wanted, reader: Reader) -> Some:
    return Some(least=wanted.least, most=wanted.most)


@pytest.fixture
def api() -> Api:
    queries = (
        ListQuery("/ratings", RATINGS, BY_STARS, "All, the best first"),
        ListQuery("/ratings/{stars}", RATINGS, BY_STARS, "All with so many stars"),
        ListQuery("/filtered", RATINGS, BY_STARS, "All with so many stars", where=("stars",)),
        RowQuery("/stars/{stars}", PER_STARS, "How many have so many stars"),
        ListQuery("/best", PER_PRODUCT, MOST_STARS, "Products by their stars"),
        OwnQuery("/some", "Some", Wanted, Some, ask, (RATINGS,)),
    )
    domain = Domain(aggregates=(SHOPS,), projections=(Ratings(),), queries=queries)
    app = build(settings(), domain, memory_adapters())
    for shop, number, product in (("a", 2, "tea"), ("a", 3, "tea"), ("b", 3, "tea"), ("c", 1, "pot"), ("d", 3, "pot")):
        sell(app, shop, number, product=product, seen=False)
        app.follow_stream(("ratings",), StreamId("shop", shop), 10**6)
    return app.queries


@pytest.mark.parametrize(
    ("path", "shops"),
    [
        ("/ratings/3", ["a", "b", "d"]),
        ("/ratings/2", ["a"]),
        ("/filtered?stars=1", ["c"]),
        ("/ratings?stars_from=3", ["a", "b", "d"]),
        ("/ratings?stars_from=1&stars_before=3", ["a", "c"]),
    ],
)
def test_a_number_is_chosen_by_its_digits(api: Api, path: str, shops: list[str]) -> None:
    assert [row["shop_id"] for row in call(api, "GET", path).get_json()["rows"]] == shops


def test_a_group_is_named_by_the_digits_of_its_number(api: Api) -> None:
    assert call(api, "GET", "/stars/3").get_json() == {"stars": 3, "ratings": 3}


def test_a_query_of_ones_own_is_asked_by_the_digits_of_a_number(api: Api) -> None:
    assert call(api, "GET", "/some?least=2&most=3").get_json() == {"least": 2, "most": 3}
    assert call(api, "GET", "/some").get_json() == {"least": 1, "most": None}


@pytest.mark.parametrize(
    ("path", "names"),
    [("/ratings/4", ["stars"]), ("/ratings/x", ["stars"]), ("/some?least=4&most=%2B1", ["least", "most"])],
)
def test_another_number_is_refused_by_name(api: Api, path: str, names: list[str]) -> None:
    assert [name for _, name, _ in field_problems(call(api, "GET", path))] == names


def test_pages_go_on_behind_a_sum_that_no_single_row_could_have(api: Api) -> None:
    page = call(api, "GET", "/best?page_size=1").get_json()
    assert page["rows"] == [{"product": "tea", "ratings": 3, "total": 8, "again": 8}]
    rest = call(api, "GET", f"/best?page_token={page['next_page_token']}").get_json()
    assert rest["rows"] == [{"product": "pot", "ratings": 2, "total": 4, "again": 4}]
    assert call(api, "GET", "/best?total_from=5").get_json()["rows"] == page["rows"]
