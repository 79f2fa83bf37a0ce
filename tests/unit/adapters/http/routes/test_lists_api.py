"""GET of lists and pages: filters, limits, order and tokens; rows with composite keys; and every way to be refused."""

from typing import Any
from urllib.parse import quote

import pytest

from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.domains.sales_queries import SALES_DOMAIN, sell
from tests.support.http.call import call
from tests.support.http.problems import field_problems, problem
from tests.support.systems.adapters import settings

TODAY, TOMORROW = "2026-01-01", "2026-01-02"


@pytest.fixture
def app() -> App:
    app = build(settings(), SALES_DOMAIN, memory_adapters())
    for shop, number, hour in (("a", 1, 9), ("a", 2, 11), ("b", 1, 10), ("b", 7, 9)):
        when: dict[str, Any] = {"sold_at": f"{TODAY}T{hour:02d}:00:00Z", "day": TODAY}
        sell(app, shop, number, product="tea", is_gift=shop == "a", colour="red" if number == 1 else "blue", **when)
    sell(app, "b", 8, product="pot", price="2.50", colour="red", sold_at=f"{TOMORROW}T08:00:00Z")
    return app


@pytest.fixture
def api(app: App) -> Api:
    return app.queries


def sales(api: Api, path: str) -> list[str]:
    """Return the keys of all rows, page by page."""
    found, token, sign = [], "", "&" if "?" in path else "?"
    while token is not None:
        page = call(api, "GET", f"{path}{sign}page_token={token}" if token else path).get_json()
        found += [f"{row['shop_id']}{row['number']}" for row in page["rows"]]
        token = page["next_page_token"]
    return found


@pytest.mark.parametrize("size", ["", "page_size=1", "page_size=2", "page_size=3"])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/products/tea/sales?", ["a2", "b1", "a1", "b7"]),
        ("/products/tea/sales?sold_at_from=2026-01-01T10:00:00Z&", ["a2", "b1"]),
        ("/products/tea/sales?sold_at_before=2026-01-01T10:00:00Z&", ["a1", "b7"]),
        ("/products/tea/sales?sold_at_from=2026-01-01T11:00:00%2B01:00&sold_at_before=2026-01-01T10:30:00Z&", ["b1"]),
        ("/products/coffee/sales?", []),
        (f"/days/{TODAY}/sales?is_gift=true&", ["a2", "a1"]),
        (f"/days/{TODAY}/sales?is_gift=false&number_from=7&", ["b7"]),
        (f"/days/{TODAY}/sales?is_gift=false&number_from=-7&number_before=7&", ["b1"]),
        ("/colours/red/sales?", ["a1", "b1", "b8"]),
        ("/colours/blue/sales?number_from=3&", ["b7"]),
        ("/colours?", ["a1", "b1", "b8", "a2", "b7"]),
        ("/colours?colour_from=red&", ["a1", "b1", "b8"]),
        ("/newest?", ["b7", "b1", "a2", "a1"]),
        (f"/newest?day_before={TODAY}&", []),
        ("/sales?", ["a1", "a2", "b1", "b7", "b8"]),
        ("/shops/b/sales?", ["b1", "b7", "b8"]),
    ],
)
def test_rows_come_in_order_page_by_page(api: Api, path: str, size: str, expected: list[str]) -> None:
    assert sales(api, f"{path}{size}") == expected


def test_a_row_is_found_by_its_whole_key(api: Api) -> None:
    response = call(api, "GET", "/shops/b/sales/8")
    row = response.get_json()
    assert (row["price"], row["colour"], row["sold_at"]) == ("2.5", "red", f"{TOMORROW}T08:00:00Z")
    assert response.headers["ETag"].startswith('"3-')
    told = problem(call(api, "GET", "/shops/b/sales/9"), 404, "ROW_NOT_FOUND")
    assert told["metadata"] == {"view": "sales", "key": "b/9"}


def test_the_text_that_is_asked_for_is_spelled_as_it_is_stored(app: App, api: Api) -> None:
    sell(app, "c", 1, product="café au lait", sold_at=f"{TODAY}T09:00:00Z")
    in_other_code_points = quote("cafe\u0301 au lait")
    assert sales(api, f"/products/{in_other_code_points}/sales") == ["c1"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (f"/days/{TODAY}/sales", {"is_gift"}),
        (f"/days/{TODAY}/sales?is_gift=maybe", {"is_gift"}),
        ("/colours/green/sales", {"colour"}),
        ("/days/today/sales?is_gift=true", {"day"}),
        (f"/days/{TODAY}/sales?is_gift=true&is_gift=false", {"is_gift"}),
        (f"/days/{TODAY}/sales?is_gift=true&day={TODAY}", {"day"}),
        (f"/days/today/sales?number_from=x&number_before={2**63}&page_size=0&by=day", {
            "day", "is_gift", "number_from", "number_before", "page_size", "by",
        }),
        ("/products/tea/sales?sold_at=2026-01-01T10:00:00Z", {"sold_at"}),
        ("/products/tea/sales?sold_at_from=2026-01-01T10:00:00", {"sold_at_from"}),
        ("/products/tea/sales?sold_at_from=2026-01-01T10:00:00+01:00", {"sold_at_from"}),
        ("/products/tea/sales?sold_at_from=0001-01-01T00:00:00%2B14:00", {"sold_at_from"}),
        ("/products/tea/sales?sold_at_before=9999-12-31T23:59:59-14:00", {"sold_at_before"}),
        ("/products/tea/sales?min_version=1", {"min_version"}),
        ("/sales?min_version=1", {"min_version"}),
        ("/shops/.b/sales", {"shop_id"}),
        ("/shops/b/sales?min_version=1&max_staleness=1", {"min_version"}),
        ("/shops/b/sales/x", {"number"}),
        (f"/shops/b/sales/{2**63}", {"number"}),
        ("/products/tea/sold?min_version=1", {"min_version"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_all_at_once_by_name(api: Api, path: str, names: set[str]) -> None:
    told = field_problems(call(api, "GET", path))
    assert {(place, name) for place, name, _ in told} == {("parameter", name) for name in names}


LISTS = ["/products/tea/sales", f"/days/{TODAY}/sales?is_gift=true", "/newest", "/sales", "/shops/a/sales"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("made_for", [*LISTS, "/products/pot/sales", f"/days/{TODAY}/sales?is_gift=false", "/sold"])
def test_a_token_is_good_for_the_list_that_it_was_made_for(app: App, api: Api, path: str, made_for: str) -> None:
    sell(app, "b", 9, product="pot", sold_at=f"{TOMORROW}T09:00:00Z")
    one_row = f"{made_for}{'&' if '?' in made_for else '?'}page_size=1"
    token = call(api, "GET", one_row).get_json()["next_page_token"]
    response = call(api, "GET", f"{path}{'&' if '?' in path else '?'}page_token={token}")
    if path == made_for:
        assert response.status_code == 200
    else:
        problem(response, 422, "INVALID_PAGE_TOKEN")


def test_a_token_goes_on_with_pages_of_another_size_but_not_behind_other_limits(api: Api) -> None:
    token = call(api, "GET", "/products/tea/sales?page_size=1").get_json()["next_page_token"]
    rest = call(api, "GET", f"/products/tea/sales?page_size=3&page_token={token}").get_json()
    assert ([row["shop_id"] for row in rest["rows"]], rest["next_page_token"]) == (["b", "a", "b"], None)
    limited = f"/products/tea/sales?sold_at_from=2026-01-01T09:00:00Z&page_token={token}"
    problem(call(api, "GET", limited), 422, "INVALID_PAGE_TOKEN")


@pytest.mark.parametrize("path", ["/products/tea/sales", "/sales", "/shops/b/sales", "/sold", "/most-sold"])
def test_a_list_that_is_known_already_is_304_until_it_changes(app: App, api: Api, path: str) -> None:
    response = call(api, "GET", path)
    known = {"If-None-Match": response.headers["ETag"]}
    assert len(known["If-None-Match"]) == len('"1f3a9c2b"')
    assert call(api, "GET", path, headers=known).status_code == 304
    sell(app, "b", 10, product="tea", sold_at=f"{TODAY}T12:00:00Z")
    assert call(api, "GET", path, headers=known).status_code == 200


def test_a_page_of_one_stream_waits_for_the_version_that_it_is_asked_for(app: App, api: Api) -> None:
    sell(app, "b", 9, seen=False)
    assert sales(api, "/shops/b/sales?page_size=1") == ["b1", "b7", "b8"]
    assert sales(api, "/shops/b/sales?min_version=3") == ["b1", "b7", "b8"]
    assert sales(api, "/shops/b/sales?min_version=4") == ["b1", "b7", "b8", "b9"]
    problem(call(api, "GET", "/shops/b/sales?min_version=5"), 404, "VERSION_NOT_FOUND")


def test_whoever_is_content_with_less_gets_it(api: Api) -> None:
    for path in ("/shops/b/sales/8", "/shops/b/sales", "/products/tea/sales", "/sold", "/most-sold"):
        assert call(api, "GET", f"{path}?max_staleness=600").status_code == 200
