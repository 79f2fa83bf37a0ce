"""Queries are declared with what they read: what no key and no index serves is refused there, not in production."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel, Field

from accounts.views.profiles import PROFILES
from onewrite.domain.queries import ListQuery, OwnQuery, PageQuery, RowQuery, SearchQuery, stream_column_of
from onewrite.domain.views import Index, Table
from onewrite.errors import TextNotDeclared
from tests.support.domains.sales import BY_PRODUCT_NEWEST_FIRST, NEWEST_FIRST, SALES, SOLD


class Asked(BaseModel):
    shop_id: str
    least: int = 0


class Lists(BaseModel):
    several: list[str]


class Reserved(BaseModel):
    page_token: str


class Hidden(BaseModel):
    shop: str = Field(default="", alias="shop_id")
    token: str = Field(default="", alias="page_token")


class Priced(BaseModel):
    shop_id: str
    price: int
    price_from: int


FROM_A_PRICE = Index("price_from", "price")
PRICED = Table("priced", key=("shop_id",), row=Priced, indexes=(FROM_A_PRICE,))


class Answer(BaseModel):
    found: int


def own(path: str, parameters: type[BaseModel], *reads: Any) -> OwnQuery:
    return OwnQuery(path, "Mine", parameters, Answer, ask=lambda asked, reader: None, reads=reads)


def test_words_of_a_table_without_a_text_column_are_refused_at_once() -> None:
    with pytest.raises(TextNotDeclared):
        SearchQuery("/profiles/words", PROFILES, "Profile words")


@pytest.mark.parametrize(
    ("declare", "told"),
    [
        (lambda: RowQuery("/s/{shop_id}", SALES, ""), r"must name the whole key, \{shop_id\}/\{number\}"),
        (lambda: RowQuery("/s/{shop_id}/{number}/{day}", SALES, ""), "must name the whole key"),
        (lambda: RowQuery("/s", SOLD, ""), r"the whole key, \{product\}"),
        (lambda: PageQuery("/s/{number}", SALES, ""), "the first columns of the key"),
        (lambda: PageQuery("/s/{shop_id}/{number}", SALES, ""), "the first columns of the key"),
        (lambda: ListQuery("/s", SALES, Index("colour"), ""), r'sales declares no Index\("colour"\): add it'),
        (lambda: ListQuery("/s", SALES, NEWEST_FIRST, "", where=("is_gift",)), "no index serves a filter by is_gift"),
        (lambda: ListQuery("/s/{sold_at}", SALES, BY_PRODUCT_NEWEST_FIRST, ""), "begins with product"),
        (lambda: ListQuery("/s", SALES, BY_PRODUCT_NEWEST_FIRST, "", where=("product",) * 2), "no index serves"),
        (lambda: own("/s/{number}", Asked, SALES), "add the fields number to Asked"),
        (lambda: own("/s", Lists, SALES), "several of Lists can't be sent as text"),
        (lambda: own("/s", Reserved, SALES), "rename page_token"),
        (lambda: own("/s", Hidden, SALES), "rename page_token"),
        (lambda: own("/s/{shop}", Hidden, SALES), "name shop once, and as in the path, without an alias"),
        (lambda: own("/s/{shop_id}/{shop_id}", Asked, SALES), "name shop_id once, and as in the path"),
        (lambda: ListQuery("/s", PRICED, FROM_A_PRICE, "", where=("price_from",)), "rename price_from"),
        (lambda: own("/s", Asked), "name the tables that it reads"),
    ],
)
def test_a_query_that_nothing_serves_is_refused_where_it_is_declared(declare: Callable[[], object], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        declare()


def test_a_list_knows_what_must_be_equal_and_what_can_be_limited() -> None:
    query = ListQuery("/days/{day}/sales", SALES, NEWEST_FIRST, "", where=("is_gift",))
    assert (query.equal, query.ranged) == (("day", "is_gift"), "number")
    assert query.limits == ("number_from", "number_before")
    query = ListQuery("/{number}", SALES, NEWEST_FIRST, "", where=("is_gift", "day"))
    assert (query.equal, query.ranged, query.limits) == (("day", "is_gift", "number"), None, ())


def test_a_version_can_be_asked_for_where_the_path_names_a_stream() -> None:
    named = {
        stream_column_of(query)
        for query in (
            RowQuery("/s/{number}/of/{shop_id}", SALES, ""),
            PageQuery("/s/{shop_id}", SALES, ""),
            own("/s/{shop_id}", Asked, SALES, SOLD),
        )
    }
    assert named == {"shop_id"}
    of_shop = Index("shop_id", "product")
    others = (
        ListQuery("/s/{shop_id}", replace(SALES, indexes=(of_shop,)), of_shop, ""),
        RowQuery("/s/{product}", SOLD, ""),
        PageQuery("/s", SALES, ""),
        own("/s", Asked, SALES),
        own("/s/{shop_id}", Asked, SOLD, SALES),
        ListQuery("/s", SALES, NEWEST_FIRST, ""),
    )
    assert {stream_column_of(query) for query in others} == {None}
