"""Whoever is content with what a view was some time ago gets the view that answered then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from onewrite.application.ports.reader import Readers, ViewReader
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.queries import ListQuery, OwnQuery, PageQuery, RowQuery
from onewrite.errors import NotInSchema, RowNotFound
from tests.support.domains.sales import BY_PRODUCT_NEWEST_FIRST, NOON, SALES, a_sale, write
from tests.support.domains.sales_queries import SALES_DOMAIN, Sold, Summary, Wanted
from tests.support.faults.ports import on_top_of, reading
from tests.support.systems.adapters import settings

ROW = RowQuery("/shops/{shop_id}/sales/{number}", SALES, "One sale")
PAGE = PageQuery("/sales", SALES, "All sales")
LIST = ListQuery("/products/{product}/sales", SALES, BY_PRODUCT_NEWEST_FIRST, "Sales of a product")
A_WHILE = timedelta(seconds=30)


def app_over(adapters: Adapters) -> App:
    return build(settings(generation_cache_seconds=0), SALES_DOMAIN, adapters)


@pytest.fixture
def adapters() -> Adapters:
    """A view whose second generation answers since a moment ago, with one sale more."""
    adapters = memory_adapters()
    app_over(adapters).generations.begin("sales")
    old, new = a_sale("a", 1, product="tea", sold_at=NOON), a_sale("a", 2, product="tea", sold_at=NOON)
    write(adapters, SALES, old)
    write(adapters, SALES, old, new, generation=2)
    adapters.generations.change("sales", lambda known: replace(known, active=2, last=2, kept=(1, 2)))
    return adapters


@pytest.fixture
def then(adapters: Adapters) -> App:
    """A system for which the first generation answered at the instant that is read."""
    return app_over(replace(adapters, readers=reading(adapters.readers, active=lambda projection: 1)))


def shown(wanted: Wanted, reader: Any) -> Summary:
    sold = [Sold(product=row["product"], price=row["number"], of_all=0) for row in reader.page(SALES, wanted.shop_id)]
    return Summary(shop=wanted.shop_id, sold=sold)


def test_what_is_stale_comes_from_the_generation_that_answered_then(then: App) -> None:
    query, wanted = OwnQuery("/own", "", Wanted, Summary, shown, (SALES,)), Wanted(shop_id="a")
    for staleness, rows in ((A_WHILE, 1), (timedelta(0), 2)):
        assert len(then.read_view.page(PAGE, limit=9, staleness=staleness)) == rows
        assert len(then.read_view.listed(LIST, "tea", limit=9, staleness=staleness)) == rows
        answer: Any = then.read_view.ask(query, wanted, staleness=staleness)
        assert len(answer.sold) == rows
    with pytest.raises(RowNotFound):
        then.read_view.row(ROW, "a", 2, staleness=A_WHILE)
    assert then.read_view.row(ROW, "a", 2)[0]["number"] == 2


def without_tables_then(readers: Readers) -> Readers:
    """Of what is stale, no table is there yet."""

    def fail(*_: object, **__: object) -> None:
        raise NotInSchema("Table not found: sales")

    @contextmanager
    def open_one(*, staleness: timedelta, once: bool) -> Iterator[ViewReader]:
        with readers.open(staleness=staleness, once=once) as reader:
            yield on_top_of(reader, page=fail) if staleness else reader

    return on_top_of(readers, open=open_one)


def test_a_table_that_was_not_there_then_is_read_as_it_is_now(adapters: Adapters) -> None:
    app = app_over(replace(adapters, readers=without_tables_then(adapters.readers)))
    assert len(app.read_view.page(PAGE, limit=9, staleness=A_WHILE)) == 2


def test_a_table_that_is_not_there_now_is_told(adapters: Adapters) -> None:
    def fail(*_: object, **__: object) -> None:
        raise NotInSchema("Table not found: sales")

    app = app_over(replace(adapters, readers=reading(adapters.readers, page=fail)))
    for staleness in (A_WHILE, timedelta(0)):
        with pytest.raises(NotInSchema):
            app.read_view.page(PAGE, limit=9, staleness=staleness)
