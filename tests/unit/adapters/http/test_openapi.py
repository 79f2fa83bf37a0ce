"""The generated documents: valid, and true."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from accounts import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.adapters import settings
from tests.support.http import call

BODIES = {
    "create": {"name": "Ada", "address": "London"},
    "rename": {"name": "Countess"},
    "change-address": {"address": "Paris"},
    "add-interest": {"interest": "tea"},
    "remove-interest": {"interest": "tea"},
    "close": {},
}


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


def document(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = call(api, "GET", "/openapi.json").get_json()
    return found


@pytest.fixture(params=["commands", "queries", "relay", "reconcile", "operations"])
def api(request: pytest.FixtureRequest, app: App) -> Api:
    api: Api = getattr(app, request.param)
    return api


def test_every_document_is_valid_openapi_3_1(api: Api) -> None:
    described = document(api)
    assert described["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(described).validate()


def test_every_reference_leads_somewhere(api: Api) -> None:
    described = document(api)
    for reference in references(described):
        place: Any = described
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        here = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return here + [found for value in node.values() for found in references(value)]
    return [found for value in node for found in references(value)] if isinstance(node, list) else []


def test_every_command_that_is_described_is_there(app: App) -> None:
    paths = document(app.commands)["paths"]
    assert list(paths) == [f"/accounts/{{key}}/{command.command_name}" for command in ACCOUNTS.commands]
    for path in paths:
        name = path.rsplit("/", 1)[1]
        response = call(app.commands, "POST", path.format(key="7"), BODIES[name])
        assert f"{response.status_code}" in paths[path]["post"]["responses"], path
        assert response.status_code in {200, 201}


def test_every_query_that_is_described_is_there(app: App) -> None:
    call(app.commands, "POST", "/accounts/7/create", BODIES["create"])
    app.follow_stream("profiles", app.read_history.store.read_heads()[0].stream, 1)
    paths = document(app.queries)["paths"]
    assert list(paths) == [query.path for query in ACCOUNTS.queries] + ["/accounts/{key}/history"]
    for path, described in paths.items():
        query = "?q=tea" if any(p["name"] == "q" and p["required"] for p in described["get"]["parameters"]) else ""
        response = call(app.queries, "GET", path.format(key="7", account_id="7") + query)
        assert response.status_code == 200, path
        schema = described["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        named = {name for option in schema.get("oneOf", [schema]) for name in option["properties"]}
        assert response.get_json().keys() <= named, path


def test_fields_are_described_as_they_are_validated(app: App) -> None:
    body = document(app.commands)["paths"]["/accounts/{key}/create"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    assert schema["required"] == ["name", "address"]
    assert schema["properties"]["name"]["maxLength"] == 200
    assert schema["additionalProperties"] is False


def test_every_parameter_of_a_query_is_described(app: App) -> None:
    paths = document(app.queries)["paths"]
    named = {path: [p["name"] for p in paths[path]["get"]["parameters"]] for path in paths}
    assert named == {
        "/profiles/{account_id}": ["account_id", "min_version"],
        "/profiles": ["page_size", "page_token"],
        "/interests/search": ["q", "limit"],
        "/interests/popular": ["limit"],
        "/accounts/{key}/history": ["key", "page_size", "page_token", "min_version", "at_version", "at_time"],
    }
