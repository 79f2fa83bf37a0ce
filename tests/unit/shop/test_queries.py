"""The shop over HTTP: what is asked of one view, and of several."""

from typing import Any

import pytest

from onewrite.bootstrap import Adapters, App, build
from shop import SHOP
from tests.support.http.call import call
from tests.support.systems.adapters import on_both_stores, settings

TEA, COFFEE = ({"product_id": name, "quantity": 2, "price": "4.50"} for name in ("tea", "coffee"))


@pytest.fixture
def app(shop_adapters: Adapters) -> App:
    """Two products, and orders of two customers, which every view has applied."""
    app = build(settings(domain="shop:SHOP"), SHOP, shop_adapters, wait=lambda _: None)
    for path, body in (
        ("products/tea/add", {"name": "Darjeeling"}),
        ("products/coffee/add", {"name": "Arabica"}),
        ("products/tea/receive", {"quantity": 3}),
        ("orders/1/place", {"customer_id": "ada", "lines": [TEA, COFFEE]}),
        ("orders/2/place", {"customer_id": "ada", "lines": [TEA]}),
        ("orders/3/place", {"customer_id": "bob", "lines": [{"product_id": "cake", "quantity": 1, "price": 3}]}),
        ("orders/2/pay", {}),
        ("orders/2/ship", {}),
        ("orders/3/cancel", {}),
        ("orders/4/place", {"customer_id": "ada", "lines": [TEA]}),
    ):
        assert call(app.commands, "POST", f"/{path}", body).status_code in {200, 201}
    app.operate.reconcile()
    return app


def ask(app: App, path: str) -> Any:
    response = call(app.queries, "GET", path)
    assert response.status_code == 200, response.get_json()
    return response.get_json()


def ids(page: Any) -> list[str]:
    return [row["order_id"] for row in page["rows"]]


@on_both_stores("shop_adapters")
def test_orders_of_a_customer_are_listed_newest_first_in_pages(app: App) -> None:
    first = ask(app, "/customers/ada/orders?page_size=2")
    rest = ask(app, f"/customers/ada/orders?page_size=2&page_token={first['next_page_token']}")
    assert (ids(first), ids(rest), rest["next_page_token"]) == (["4", "2"], ["1"], None)


def test_orders_are_listed_by_status(app: App) -> None:
    assert ids(ask(app, "/customers/ada/orders/placed")) == ["4", "1"]
    assert ids(ask(app, "/customers/bob/orders/placed")) == []
    assert ids(ask(app, "/orders?status=shipped")) == ["2"]


@on_both_stores("shop_adapters")
def test_a_list_is_limited_by_the_next_column_of_its_index(app: App) -> None:
    since = ask(app, "/orders/2")["placed_at"]
    assert ids(ask(app, f"/customers/ada/orders?placed_at_from={since}")) == ["4", "2"]
    assert ids(ask(app, f"/customers/ada/orders?placed_at_before={since}")) == ["1"]


@on_both_stores("shop_adapters")
def test_a_receipt_joins_an_order_with_the_names_that_its_products_have_now(app: App) -> None:
    call(app.commands, "POST", "/products/coffee/rename", {"name": "Robusta"})
    app.operate.reconcile()
    receipt = ask(app, "/orders/1/receipt")
    assert [(line["name"], line["quantity"]) for line in receipt["lines"]] == [("Darjeeling", 2), ("Robusta", 2)]
    assert float(receipt["amount"]) == 18
    assert call(app.queries, "GET", "/orders/9/receipt").status_code == 404


def test_a_receipt_shows_a_version_of_its_order_that_no_view_has_applied_yet(app: App) -> None:
    placed = call(app.commands, "POST", "/orders/5/place", {"customer_id": "ada", "lines": [TEA]}).get_json()
    assert ask(app, f"/orders/5/receipt?min_version={placed['version']}")["status"] == "placed"


def test_what_was_sold_is_counted_per_product(app: App) -> None:
    sold = ask(app, "/best-sellers")["rows"]
    assert [(row["product_id"], row["lines"], row["quantity"]) for row in sold] == [("tea", 3, 6), ("coffee", 1, 2)]
    placed_last = ask(app, "/orders/4")["placed_at"]
    assert ask(app, "/products/tea/sold") == {**sold[0], "last_ordered": placed_last}
    assert call(app.queries, "GET", "/products/cake/sold").status_code == 404


@on_both_stores("shop_adapters")
def test_orders_and_revenue_are_added_up(app: App) -> None:
    statuses = {row["status"]: (row["orders"], float(row["amount"])) for row in ask(app, "/statuses")["rows"]}
    assert statuses == {"placed": (2, 27), "shipped": (1, 9), "cancelled": (1, 3)}
    [today] = ask(app, "/revenue")["rows"]
    assert (today["orders"], float(today["amount"])) == (1, 9)


def test_shortages_compare_what_is_promised_with_what_is_in_stock(app: App) -> None:
    assert ask(app, "/shortages")["shortages"] == [
        {"product_id": "coffee", "promised": 2, "in_stock": 0},
        {"product_id": "tea", "promised": 4, "in_stock": 3},
    ]
    assert ask(app, "/shortages?after=coffee")["shortages"][0]["product_id"] == "tea"


@pytest.mark.parametrize("path", ["/orders", "/orders?customer_id=ada", "/customers/ada/orders?status=paid"])
def test_what_no_index_serves_is_refused(app: App, path: str) -> None:
    assert call(app.queries, "GET", path).status_code == 422
