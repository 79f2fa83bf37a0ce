"""GET of totals: one group, all of them, those of a prefix, and those that an index puts first."""

import pytest

from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.domains.sales_queries import SALES_DOMAIN, sell
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings

TODAY, TOMORROW = "2026-01-01", "2026-01-02"
TEA = {"product": "tea", "sales": 3, "takings": "5.25", "cheapest": "1.25", "dearest": "4"}
POT = {"product": "pot", "sales": 1, "takings": "0", "cheapest": None, "dearest": None}


@pytest.fixture
def api() -> Api:
    app: App = build(settings(), SALES_DOMAIN, memory_adapters())
    sell(app, "a", 1, product="tea", price="4.00", day=TODAY, is_gift=False)
    sell(app, "b", 1, product="tea", price="1.25", day=TODAY, is_gift=True)
    sell(app, "b", 2, product="tea", day=TOMORROW, is_gift=True)
    sell(app, "c", 1, product="pot", day=TODAY, is_gift=True)
    return app.queries


def test_a_group_has_all_its_figures(api: Api) -> None:
    response = call(api, "GET", "/products/tea/sold")
    assert response.get_json() == TEA
    assert "-" not in response.headers["ETag"], "it is of many streams, so it has no version"
    told = problem(call(api, "GET", "/products/air/sold"), 404, "ROW_NOT_FOUND")
    assert told["metadata"] == {"view": "sold_per_product", "key": "air"}


def test_groups_come_in_their_order_page_by_page(api: Api) -> None:
    page = call(api, "GET", "/sold?page_size=1").get_json()
    assert page["rows"] == [POT]
    rest = call(api, "GET", f"/sold?page_token={page['next_page_token']}").get_json()
    assert rest == {"rows": [TEA], "next_page_token": None}


def test_the_greatest_come_first_where_an_index_says_so(api: Api) -> None:
    page = call(api, "GET", "/most-sold?page_size=1").get_json()
    assert page["rows"] == [TEA]
    assert call(api, "GET", f"/most-sold?page_token={page['next_page_token']}").get_json()["rows"] == [POT]
    assert call(api, "GET", "/most-sold?sales_from=2").get_json()["rows"] == [TEA]
    assert call(api, "GET", "/most-sold?sales_before=3").get_json()["rows"] == [POT]


def test_groups_under_a_prefix_are_summed_over_their_shards(api: Api) -> None:
    rows = call(api, "GET", f"/days/{TODAY}/sold").get_json()["rows"]
    assert rows == [
        {"day": TODAY, "is_gift": False, "sales": 1, "takings": "4"},
        {"day": TODAY, "is_gift": True, "sales": 2, "takings": "1.25"},
    ]
