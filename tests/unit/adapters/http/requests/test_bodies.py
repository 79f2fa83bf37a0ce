"""Bodies: how large, of which type, what is no JSON, and where in it a field is wrong."""

import json
from io import BytesIO
from typing import Any

import pytest

from accounts import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.adapters.http.requests.bodies import LARGEST_BODY
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_stream
from tests.support.data.requests import CREATE, a_request
from tests.support.domains.orders import ORDERS
from tests.support.http.call import call
from tests.support.http.problems import field_problems, problem, wrong_fields
from tests.support.systems.adapters import settings

ADA = {"name": "Ada", "address": "London"}
LINE = {"sku": "tea", "price": "1.10"}
JSON = {"content_type": "application/json"}


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


@pytest.fixture
def api(app: App) -> Api:
    return app.commands


@pytest.fixture
def orders() -> App:
    return build(settings(), ORDERS, memory_adapters())


def chunks(body: bytes) -> dict[str, Any]:
    """A body whose length nobody has told, as a server hands it on."""
    told = {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    return {"environ_overrides": told, **JSON}


def test_the_largest_body_is_read(api: Api) -> None:
    whole = json.dumps(ADA).encode().ljust(LARGEST_BODY)
    assert call(api, "POST", "/accounts/7/create", data=whole, **JSON).status_code == 201
    assert call(api, "POST", "/accounts/8/create", **chunks(whole)).status_code == 201


def test_a_larger_body_is_413_whether_or_not_its_length_was_told(app: App) -> None:
    """What fits would be a whole command: a part of a body must never pass for all of it."""
    larger = json.dumps(ADA).encode().ljust(LARGEST_BODY) + b"!"
    for sent in ({"data": larger, **JSON}, chunks(larger)):
        body = problem(call(app.commands, "POST", "/accounts/7/create", **sent), 413, "BODY_TOO_LARGE")
        assert body["metadata"] == {"limit": LARGEST_BODY}
    assert app.adapters.store.read_head(a_stream("7")).is_new


@pytest.mark.parametrize("announced", [None, LARGEST_BODY * 3], ids=["in chunks", "announced"])
def test_a_larger_body_is_read_as_far_as_shows_that_it_is_larger(api: Api, announced: int | None) -> None:
    class InHalves(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, LARGEST_BODY // 2))

    sent: dict[str, Any] = (
        {"environ_overrides": {"CONTENT_LENGTH": str(announced)}, **JSON} if announced else chunks(b"")
    )
    body = sent["environ_overrides"]["wsgi.input"] = InHalves(json.dumps(ADA).encode().ljust(LARGEST_BODY * 3))
    problem(call(api, "POST", "/accounts/7/create", **sent), 413, "BODY_TOO_LARGE")
    assert body.tell() == LARGEST_BODY + 1


@pytest.mark.parametrize("body", [b"", b'{"name": "Ada", "address": "London"}', b'{"name": "A'])
def test_a_body_that_is_shorter_than_announced_is_400_and_changes_nothing(app: App, body: bytes) -> None:
    for announced in (len(body) + 1, 2000):
        cut = {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": str(announced)}
        response = call(app.commands, "POST", "/accounts/7/create", environ_overrides=cut, **JSON)
        assert problem(response, 400, "INCOMPLETE_BODY")["metadata"] == {"received": len(body)}
    assert app.adapters.store.read_head(a_stream("7")).is_new


@pytest.mark.parametrize("api_and_path", [("commands", "/accounts/7/close"), ("operations", "/reconcile")])
def test_no_body_passes_for_an_empty_one_where_all_fields_are_optional(app: App, api_and_path: tuple[str, str]) -> None:
    api, path = api_and_path
    app.accept_command(a_request(CREATE, a_stream("7")))
    cut = {"wsgi.input": BytesIO(b""), "wsgi.input_terminated": True, "CONTENT_LENGTH": "29"}
    problem(call(getattr(app, api), "POST", path, environ_overrides=cut, **JSON), 400, "INCOMPLETE_BODY")
    assert app.adapters.store.read_head(a_stream("7")).version == 1
    assert app.adapters.audit_log.newest(limit=1) == []


def test_a_body_whose_chunks_break_is_the_clients_fault(app: App, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if piece := super().read(size):
                return piece
            raise RuntimeError("Invalid chunk size: 'zz'")

    sent = chunks(b"")
    sent["environ_overrides"]["wsgi.input"] = Broken(json.dumps(ADA).encode())
    told = problem(call(app.commands, "POST", "/accounts/7/create", **sent), 400, "INCOMPLETE_BODY")
    assert told["metadata"] == {"received": len(json.dumps(ADA))}
    assert app.adapters.store.read_head(a_stream("7")).is_new
    assert [entry.levelname for entry in caplog.records] == []


@pytest.mark.parametrize("body", [b"{", b'{"name": }', b"\xff\xfe", b'{"name": "\\ud800"}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_400(api: Api, body: bytes) -> None:
    told = problem(call(api, "POST", "/accounts/7/create", data=body, **JSON), 400, "MALFORMED_REQUEST")
    assert told["detail"].startswith("The body is not JSON: ")
    assert "Invalid JSON" not in told["detail"]


def test_it_is_told_where_json_ends(api: Api) -> None:
    told = problem(
        call(api, "POST", "/accounts/7/create", data=b'{"name":\n "Ada",}', **JSON), 400, "MALFORMED_REQUEST"
    )
    assert told["metadata"] == {"problem": "trailing comma", "line": 2, "column": 8}


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_415(api: Api, content_type: str) -> None:
    response = call(api, "POST", "/accounts/7/create", data=json.dumps(ADA), content_type=content_type)
    problem(response, 415, "NOT_JSON")


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
def test_a_body_that_is_encoded_is_415(api: Api, encoding: str) -> None:
    response = call(api, "POST", "/accounts/7/create", ADA, headers={"Content-Encoding": encoding})
    assert problem(response, 415, "ENCODED_BODY")["metadata"] == {"encoding": encoding}
    for key, plain in (("7", "identity"), ("8", "Identity")):
        assert call(api, "POST", f"/accounts/{key}/create", ADA, headers={"Content-Encoding": plain}).status_code == 201


@pytest.mark.parametrize("body", [[], "text", 7, None, True])
def test_a_body_that_is_no_object_is_wrong_as_a_whole(api: Api, body: object) -> None:
    response = call(api, "POST", "/accounts/7/create", data=json.dumps(body), **JSON)
    assert wrong_fields(response) == ["pointer #"]


def place(orders: App, text: str) -> Any:
    return call(orders.commands, "POST", "/orders/7/place", data=text, **JSON)


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"lines": []}, ["#/lines"]),
        ({"lines": [LINE, {"sku": 7}]}, ["#/lines/1/sku", "#/lines/1/price"]),
        ({"to": 7}, ["#/to", "#/to"]),
        ({"to": {}}, ["#/to/shop", "#/to/address"]),
        ({"to": {"shop": 7, "address": 7}}, ["#/to/shop", "#/to/address"]),
    ],
)
def test_a_pointer_leads_into_the_body_that_was_sent(orders: App, changes: dict[str, Any], pointers: list[str]) -> None:
    response = place(orders, json.dumps({"lines": [LINE], **changes}))
    assert wrong_fields(response) == [f"pointer {pointer}" for pointer in pointers]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ('"discount": NaN', "#/discount"),
        ('"discount": Infinity', "#/discount"),
        ('"discount": -1e999', "#/discount"),
        ('"discount": "NaN"', "#/discount"),
        ('"priority": 9223372036854775808', "#/priority"),
        ('"priority": -9223372036854775809', "#/priority"),
        ('"priority": "9223372036854775808"', "#/priority"),
        (f'"priority": 1{"0" * 400}', "#/priority"),
        ('"notes": {"a": [1, {"b": NaN}]}', "#/notes/a/1/b"),
        ('"notes": {"a": 1e999}', "#/notes/a"),
        ('"lines": [{"sku": "tea", "price": 1, "weight": NaN}]', "#/lines/0/weight"),
    ],
)
def test_a_number_that_no_store_would_give_back_as_it_is_is_refused(orders: App, changes: str, pointer: str) -> None:
    text = changes if "lines" in changes else f'"lines": [{json.dumps(LINE)}], {changes}'
    [(where, name, detail)] = field_problems(place(orders, f"{{{text}}}"))
    assert (where, name) == ("pointer", pointer)
    assert "number" in detail
    assert orders.adapters.store.read_head(StreamId("order", "7")).is_new


@pytest.mark.parametrize("priority", [2**63 - 1, -(2**63), 0])
@pytest.mark.parametrize("discount", [1e308, 5e-324, 0.1 + 0.2, -0.0])
def test_every_other_number_is_kept_as_it_is(orders: App, priority: int, discount: float) -> None:
    response = place(orders, json.dumps({"lines": [LINE], "priority": priority, "discount": discount}))
    [event] = response.get_json()["events"]
    assert (event["data"]["priority"], event["data"]["discount"]) == (priority, discount)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Ada", "name": "Eve", "address": "London"}',
        '{"name": "Ada", "address": "London", "address": "London"}',
        '{"name": "Ada", "n\\u0061me": "Eve", "address": "London"}',
        '{"planet": {"a": 1, "a": 2}, "name": "Ada", "address": "London"}',
    ],
)
def test_an_object_that_names_a_field_twice_is_400(app: App, text: str) -> None:
    told = problem(call(app.commands, "POST", "/accounts/7/create", data=text, **JSON), 400, "MALFORMED_REQUEST")
    assert told["metadata"]["name"] in {"name", "address", "a"}
    assert app.adapters.store.read_head(a_stream("7")).is_new


def test_the_same_name_in_two_objects_is_fine(orders: App) -> None:
    assert place(orders, json.dumps({"lines": [LINE, LINE]})).status_code == 201
