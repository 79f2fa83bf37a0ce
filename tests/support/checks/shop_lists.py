"""What the shop's lists say, page by page, beside what its books say."""

from collections.abc import Iterator

from onewrite.bootstrap import App
from tests.support.checks.shop_seen import books
from tests.support.http.call import a_request


def check_lists(app: App) -> None:
    """Fail unless each list names what its view holds, in the right order."""
    orders, products = (
        books(app, app.domain.projection(name), app.adapters.generations.read(name).active).rows()
        for name in ("orders", "products")
    )
    newest_first = sorted(orders["orders"], key=lambda order: order["placed_at"], reverse=True)
    for customer in ("ada", "bob"):
        theirs = [order for order in newest_first if order["customer_id"] == customer]
        path = f"/customers/{customer}/orders"
        assert list(listed(app, path, "order_id")) == [order["order_id"] for order in theirs]
        paid = [order["order_id"] for order in theirs if order["status"] == "paid"]
        assert list(listed(app, f"{path}/paid", "order_id")) == paid
    placed = [order["order_id"] for order in newest_first if order["status"] == "placed"]
    assert list(listed(app, "/orders?status=placed", "order_id")) == placed
    best_sold = sorted(orders["sold_per_product"], key=lambda total: (-total["quantity"], total["product_id"]))
    assert list(listed(app, "/best-sellers", "product_id")) == [total["product_id"] for total in best_sold]
    by_name = sorted(products["products"], key=lambda product: (product["name"], product["product_id"]))
    assert list(listed(app, "/products", "product_id")) == [product["product_id"] for product in by_name]


def listed(app: App, path: str, column: str) -> Iterator[str]:
    """Yield a column of all pages."""
    query, token = f"{path}{'&' if '?' in path else '?'}page_size=2", ""
    while token is not None:
        page = app.queries(a_request("GET", f"{query}&page_token={token}" if token else query)).get_json()
        yield from (row[column] for row in page["rows"])
        token = page["next_page_token"]
