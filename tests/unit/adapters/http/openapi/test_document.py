"""The generated documents: valid, complete, and true; `call` holds every answer of every test to them."""

import re
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from accounts import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.data.requests import a_club, an_account
from tests.support.domains.orders import ORDERS
from tests.support.domains.sales_queries import SALES_DOMAIN
from tests.support.http.call import call
from tests.support.http.documented import resolved
from tests.support.systems.adapters import settings

BODIES = {
    "/accounts/{key}/create": {"name": "Ada", "address": "London"},
    "/accounts/{key}/rename": {"name": "Countess"},
    "/accounts/{key}/change-address": {"address": "Paris"},
    "/accounts/{key}/add-interest": {"interest": "tea"},
    "/accounts/{key}/remove-interest": {"interest": "tea"},
    "/accounts/{key}/close": None,
    "/clubs/{key}/found": {"name": "Engineers", "topic": "engines", "founder": "7"},
    "/clubs/{key}/join": {"account_id": "8"},
    "/clubs/{key}/leave": {"account_id": "8"},
    "/clubs/{key}/close": None,
}
APIS = ["commands", "queries", "relay", "tail", "reconcile", "operations", "rebuilds"]
CREATE, FOUND, ROW = "/accounts/{key}/create", "/clubs/{key}/found", "/profiles/{account_id}"
CREATE_ANEW, FOUND_ANEW = "/accounts/create", "/clubs/found"
HISTORIES = ["/accounts/{key}/history", "/clubs/{key}/history"]
LISTS = ["/interests/popular", "/clubs", "/accounts/{account_id}/clubs", "/topics"]
PAGE = ["page_size", "page_token"]


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


@pytest.fixture
def orders() -> App:
    return build(settings(), ORDERS, memory_adapters())


def document(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = call(api, "GET", "/openapi.json").get_json()
    return found


@pytest.mark.parametrize(("domain", "check_identity"), [(ACCOUNTS, True), (ORDERS, False), (SALES_DOMAIN, False)])
def test_every_document_is_valid_openapi_3_1(domain: Any, check_identity: bool) -> None:
    app = build(settings(check_identity=check_identity), domain, memory_adapters())
    for api in (
        *(getattr(app, name) for name in APIS),
        *(api(one.name) for one in domain.projections for api in (app.projection, app.pull)),
    ):
        described = document(api)
        assert described["openapi"].startswith("3.1")
        OpenAPIV31SpecValidator(described).validate()


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        here = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return here + [found for value in node.values() for found in references(value)]
    return [found for value in node for found in references(value)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", APIS)
def test_every_reference_leads_somewhere(orders: App, name: str) -> None:
    described = document(getattr(orders, name))
    assert all(resolved(described, {"$ref": reference}) for reference in references(described))
    assert "$defs" not in str(described)


def test_every_command_that_is_described_is_there(app: App) -> None:
    paths = document(app.commands)["paths"]
    assert list(paths) == [
        path
        for aggregate in ACCOUNTS.aggregates
        for path in (
            *(f"/{aggregate.collection}/{{key}}/{command.command_name}" for command in aggregate.commands),
            *(f"/{aggregate.collection}/{command.command_name}" for command in aggregate.commands if command.creates),
        )
    ]
    bodies = BODIES | {CREATE_ANEW: BODIES[CREATE], FOUND_ANEW: BODIES[FOUND]}
    for path in paths:
        assert call(app.commands, "POST", path.format(key="7"), bodies[path]).status_code in {200, 201}
        assert paths[path]["post"]["requestBody"]["required"] is (bodies[path] is not None)


def test_every_query_that_is_described_is_there(app: App) -> None:
    app.follow_stream(("profiles",), an_account(app, "tea", key="7"), 2)
    app.follow_stream(("clubs",), a_club(app, "7", key="7"), 2)
    paths = document(app.queries)["paths"]
    assert list(paths) == [query.path for query in ACCOUNTS.queries] + HISTORIES
    asked = {"q": "tea", "topic": "engines"}
    for path, described in paths.items():
        query = {one["name"]: asked[one["name"]] for one in described["get"]["parameters"] if one["name"] in asked}
        where = path.format(key="7", account_id="7", club_id="7")
        assert call(app.queries, "GET", where, query_string=query).status_code == 200
    assert call(app.queries, "GET", "/accounts/7/history?at_version=1").get_json()["state"]["status"] == "open"


def test_models_within_models_are_described_as_they_come_in_and_as_they_go_out(orders: App) -> None:
    sent = {"lines": [{"sku": "tea", "price": 1.1}], "to": {"shop": "London"}}
    schema = document(orders.commands)["paths"]["/orders/{key}/place"]["post"]["requestBody"]["content"]
    whole = {**schema["application/json"]["schema"], "components": document(orders.commands)["components"]}
    assert OAS31Validator(whole).is_valid(sent)
    assert call(orders.commands, "POST", "/orders/7/place", sent).status_code == 201
    others: list[dict[str, Any]] = [{**sent, "to": {"shop": 7}}, {"lines": []}, {**sent, "planet": "Mars"}]
    for wrong in others:
        assert not OAS31Validator(whole).is_valid(wrong)
        assert call(orders.commands, "POST", "/orders/7/place", wrong).status_code == 422
    found = call(orders.queries, "GET", "/placed/7?min_version=1").get_json()
    assert found["first"]["price"] == "1.1", "`call` compares it with the schema of what goes out"
    assert call(orders.queries, "GET", "/orders/7/history?at_version=1").get_json()["state"]["first"]["sku"] == "tea"


def test_a_body_has_to_be_sent_if_one_of_its_fields_has_to(orders: App) -> None:
    body = document(orders.commands)["paths"]["/orders/{key}/place"]["post"]["requestBody"]
    schema = resolved(document(orders.commands), body["content"]["application/json"]["schema"])
    assert (body["required"], schema["required"]) == (True, ["lines"])


def test_what_a_command_says_of_itself_is_its_summary_and_description(orders: App) -> None:
    described = document(orders.commands)["paths"]["/orders/{key}/place"]["post"]
    assert (described["summary"], described["description"]) == ("Place an order.", "One line at least.")


def parameters(api: Api, path: str, method: str) -> dict[str, dict[str, Any]]:
    return {told["name"]: told for told in document(api)["paths"][path][method]["parameters"]}


def test_every_parameter_of_a_query_is_described(app: App) -> None:
    assert {path: list(parameters(app.queries, path, "get")) for path in document(app.queries)["paths"]} == {
        "/profiles/{account_id}": ["account_id", "If-None-Match", "max_staleness", "min_version"],
        "/profiles": ["If-None-Match", *PAGE, "max_staleness"],
        "/interests/search": ["If-None-Match", "q", "limit", "max_staleness"],
        "/interests/popular": ["accounts_from", "accounts_before", "If-None-Match", *PAGE, "max_staleness"],
        "/clubs/{club_id}": ["club_id", "If-None-Match", "max_staleness", "min_version"],
        "/clubs": ["topic", "members_from", "members_before", "If-None-Match", *PAGE, "max_staleness"],
        "/clubs/{club_id}/members": ["club_id", "If-None-Match", "max_staleness", "min_version"],
        "/accounts/{account_id}/clubs": [
            *("account_id", "joined_at_from", "joined_at_before"),
            *("If-None-Match", *PAGE, "max_staleness"),
        ],
        "/topics": ["members_from", "members_before", "If-None-Match", *PAGE, "max_staleness"],
        **{path: ["key", "If-None-Match", *PAGE, "min_version", "at_version", "at_time"] for path in HISTORIES},
    }


def test_only_what_nobody_can_do_without_is_required(app: App) -> None:
    described = {path: parameters(app.queries, path, "get") for path in document(app.queries)["paths"]}
    described |= {CREATE: parameters(app.commands, CREATE, "post")}
    required = {name for told in described.values() for name, parameter in told.items() if parameter.get("required")}
    assert required == {"key", "account_id", "club_id", "topic", "q"}


def test_an_operator_says_who_they_are_and_nothing_else_beside_the_body(app: App) -> None:
    for path, methods in document(app.operations)["paths"].items():
        assert "post" not in methods or list(parameters(app.operations, path, "post")) == ["X-Actor"]


@pytest.mark.parametrize(
    ("path", "name", "default"),
    [
        ("/profiles", "page_size", 100),
        ("/accounts/{key}/history", "page_size", 100),
        ("/interests/search", "limit", 20),
    ],
)
def test_how_much_comes_unless_somebody_says_so_is_described(app: App, path: str, name: str, default: int) -> None:
    assert parameters(app.queries, path, "get")[name]["schema"]["default"] == default


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("Idempotency-Key", ["k", '"k"', "k" * 128], ["", '""', '"k', "a,b", "a b", "k" * 129]),
        ("If-Match", ['"0"', '"12"'], ["1", "*", '"01"', 'W/"1"']),
        ("X-Actor", ["ada@example.com"], ["", "ada lovelace", "a,b"]),
        ("X-Correlation-Id", ["c-1"], ["", "é"]),
    ],
)
def test_headers_are_described_as_they_are_read(app: App, name: str, right: list[str], wrong: list[str]) -> None:
    pattern = parameters(app.commands, CREATE, "post")[name]["schema"]["pattern"]
    for key, value in enumerate([*right, *wrong]):
        headers = {name: value.encode().decode("latin1")}
        response = call(app.commands, "POST", f"/accounts/{name}-{key}/create", BODIES[CREATE], headers=headers)
        assert (response.status_code != 422) is (value in right) is bool(re.search(pattern, value)), value


def test_ids_are_described_as_they_are_read(app: App) -> None:
    for api, path, method, name in ((app.commands, CREATE, "post", "key"), (app.queries, ROW, "get", "account_id")):
        pattern = parameters(api, path, method)[name]["schema"]["pattern"]
        assert [bool(re.search(pattern, key)) for key in ("7", "a:b", ".7", "a b", "k" * 129)] == [True] * 2 + [
            False
        ] * 3


def test_only_what_can_be_missing_is_404(app: App) -> None:
    missing = {
        path
        for api in (app.commands, app.queries)
        for path, described in document(api)["paths"].items()
        for operation in described.values()
        if "404" in operation["responses"]
    }
    not_there = {CREATE, FOUND, CREATE_ANEW, FOUND_ANEW, "/profiles", "/interests/search", *LISTS}
    assert missing == (document(app.commands)["paths"].keys() | document(app.queries)["paths"].keys()) - not_there


def test_only_what_begins_a_stream_is_201(app: App) -> None:
    paths = document(app.commands)["paths"]
    assert [path for path in paths if "201" in paths[path]["post"]["responses"]] == [
        CREATE,
        CREATE_ANEW,
        FOUND,
        FOUND_ANEW,
    ]


def test_a_function_that_looks_at_identities_says_so(app: App) -> None:
    described = document(build(settings(check_identity=True), ACCOUNTS, memory_adapters()).relay)
    operation = described["paths"]["/"]["post"]
    assert (operation["security"], {"401", "403"} <= operation["responses"].keys()) == ([{"identity": []}], True)
    assert described["components"]["securitySchemes"]["identity"]["scheme"] == "bearer"
    unguarded = document(app.relay)
    responses = unguarded["paths"]["/"]["post"]["responses"]
    assert "401" not in responses
    assert operation["responses"]["503"] == responses["503"], "a part of its work may fail all the same"
    assert "securitySchemes" not in unguarded["components"]
