"""Queries on Spanner: how many calls each costs, that lists seek in an index, and what was there some time ago."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from onewrite.adapters.spanner import SpannerEventStore
from onewrite.bootstrap import App, build
from onewrite.domain.queries import PageQuery
from onewrite.errors import NotInSchema
from onewrite.local.system import SpannerPlace
from tests.support.checks.round_trips import spanner_calls
from tests.support.domains.sales import DDL, NEWEST_FIRST, SALES
from tests.support.domains.sales_queries import SALES_DOMAIN, SUMMARY, Wanted, sell
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings
from tests.support.systems.sales import sales_on_spanner
from tests.support.waiting.eventually import eventually

READ, QUERY = "streaming_read", "execute_streaming_sql"
TEA: dict[str, Any] = {
    "product": "tea",
    "price": "4",
    "day": "2026-01-01",
    "is_gift": True,
    "sold_at": "2026-01-01T09:00:00Z",
}


@pytest.fixture
def app(spanner_place: SpannerPlace) -> App:
    app = build(
        settings(eager_relay=False, generation_cache_seconds=600), SALES_DOMAIN, sales_on_spanner(spanner_place)
    )
    sell(app, "a", 1, **TEA)
    sell(app, "a", 2, **TEA)
    app.read_view.views.generations("sales")
    return app


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/shops/a/sales/1", [READ, READ]),
        ("/shops/a/sales/1?min_version=2", [READ, READ]),
        ("/shops/a/sales", [READ]),
        ("/shops/a/sales?min_version=2", [READ, READ]),
        ("/sales", [READ]),
        ("/products/tea/sales", [QUERY]),
        ("/products/tea/sales?sold_at_from=2026-01-01T00:00:00Z", [QUERY]),
        ("/days/2026-01-01/sales?is_gift=true", [QUERY]),
        ("/newest", [QUERY]),
        ("/products/tea/sold", [QUERY]),
        ("/sold", [QUERY]),
        ("/most-sold", [QUERY]),
        ("/days/2026-01-01/sold", [QUERY]),
        ("/shops/a/summary", [READ, QUERY]),
        ("/shops/a/summary?min_version=2", [READ, READ, QUERY]),
        ("/sales?max_staleness=0", [READ]),
    ],
)
def test_a_query_costs_a_call_for_each_read(app: App, path: str, expected: list[str]) -> None:
    with spanner_calls(app.adapters) as calls:
        assert call(app.queries, "GET", path).status_code == 200
    assert calls == expected


def test_the_next_page_costs_as_much_as_the_first(app: App) -> None:
    for path in ("/newest", "/sold", "/sales"):
        sell(app, "b", 3, **{**TEA, "product": path})
        token = call(app.queries, "GET", f"{path}?page_size=1").get_json()["next_page_token"]
        with spanner_calls(app.adapters) as calls:
            assert call(app.queries, "GET", f"{path}?page_token={token}").get_json()["rows"] != []
        assert len(calls) == 1


def statements(app: App) -> Callable[[str], list[str]]:
    """Return what tells the SQL that a path leads to."""

    def of(path: str) -> list[str]:
        assert isinstance(app.adapters.store, SpannerEventStore)
        api, seen = app.adapters.store.connection.database.spanner_api, list[str]()
        execute = api.execute_streaming_sql

        def watched(*arguments: Any, request: Any, **options: Any) -> Any:
            seen.append(request.sql)
            return execute(*arguments, request=request, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(api, "execute_streaming_sql", watched)
            assert call(app.queries, "GET", path).status_code == 200
        return seen

    return of


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("/products/tea/sales", "sales_by_product_sold_at_desc"),
        ("/newest", "sales_by_day_desc_is_gift_number_desc"),
        ("/days/2026-01-01/sales?is_gift=true&number_from=1", "sales_by_day_desc_is_gift_number_desc"),
        ("/most-sold", "sold_per_product_by_sales_desc"),
        ("/most-sold", "sales_by_product_price"),
        ("/sold", "sales_by_product_price_desc"),
    ],
)
def test_a_list_is_made_to_use_its_index(app: App, path: str, index: str) -> None:
    [sql] = statements(app)(path)
    assert f"@{{FORCE_INDEX=`{index}`}}" in sql


def test_what_is_stale_is_what_was_there_and_costs_one_call_more(app: App) -> None:
    """The emulator can't say how much cheaper that is."""
    store, page = app.adapters.store, PageQuery("/sales", SALES, "All sales")
    before = store.now()
    eventually(lambda: store.now() - before > timedelta(seconds=1))
    sell(app, "a", 3, **TEA)
    with spanner_calls(app.adapters) as calls:
        rows = app.read_view.page(page, limit=9, staleness=store.now() - before - timedelta(seconds=0.5))
    assert ([row["number"] for row in rows], calls) == ([1, 2], [QUERY, READ, READ])
    assert len(app.read_view.page(page, limit=9)) == 3


def ddl_without(name: str) -> list[str]:
    return [one for one in DDL if f" {name} " not in one]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sales_by_product_sold_at_desc", r"/products/tea/sales"),
        ("sales_by_product_price", r"/sold"),
        ("sold_per_product_by_sales_desc", r"/most-sold"),
        ("sold_per_day", r"/days/2026-01-01/sold"),
    ],
)
def test_the_function_is_not_ready_before_every_table_and_index_is_there(
    spanner_place: SpannerPlace, name: str, told: str
) -> None:
    adapters = sales_on_spanner(spanner_place, ddl_without(name))
    app = build(settings(eager_relay=False), SALES_DOMAIN, adapters)
    for path in ("/health/ready", told):
        assert name in problem(call(app.queries, "GET", path), 500, "NOT_IN_SCHEMA")["detail"]


def test_a_query_of_ones_own_is_ready_only_with_all_that_it_may_read(spanner_place: SpannerPlace) -> None:
    adapters = sales_on_spanner(spanner_place, ddl_without("sales_by_day_desc_is_gift_number_desc"))
    app = build(settings(eager_relay=False), replace(SALES_DOMAIN, queries=(SUMMARY,)), adapters)
    problem(call(app.queries, "GET", "/health/ready"), 500, "NOT_IN_SCHEMA")
    sell(app, "a", 1, **TEA)
    assert app.read_view.ask(SUMMARY, Wanted(shop_id="a")) is not None
    with pytest.raises(NotInSchema), app.adapters.readers.open() as reader:
        reader.by_index(1, SALES, NEWEST_FIRST, limit=1)
