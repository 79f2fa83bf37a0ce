"""What is wrong with a request: all of it at once, each with its place, and no value that may be personal."""

from typing import Any

import pytest
from flask import Response

from accounts import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.errors import MAX_NAMED_PROBLEMS
from tests.support.data.builders import a_stream
from tests.support.http.call import call
from tests.support.http.problems import field_problems, problem, wrong_fields
from tests.support.systems.adapters import settings

ADA = {"name": "Ada", "address": "London"}
NO_WORDS = ["", "a b", "é", "x" * 129, "a,b", 'a"b', "a\\b"]


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


@pytest.fixture
def api(app: App) -> Api:
    return app.commands


def create(api: Api, body: Any = ADA, key: str = "7", query: str = "", **headers: str) -> Response:
    named = {name.replace("_", "-"): value.encode().decode("latin1") for name, value in headers.items()}
    return call(api, "POST", f"/accounts/{key}/create{query}", body, headers=named)


def test_everything_that_is_wrong_is_told_at_once(api: Api) -> None:
    headers = {"If_Match": "4", "Idempotency_Key": "", "X_Actor": "ada lovelace"}
    response = create(api, {"name": "", "planet": "Mars"}, ".7", "?dry_run=true", **headers)
    assert set(wrong_fields(response)) == {
        "parameter key",
        "parameter dry_run",
        "pointer #/name",
        "pointer #/address",
        "pointer #/planet",
        "header If-Match",
        "header Idempotency-Key",
        "header X-Actor",
    }


def test_a_query_tells_everything_at_once_too(app: App) -> None:
    response = call(app.queries, "GET", "/profiles/.7?min_version=x&fields=name")
    assert set(wrong_fields(response)) == {"parameter account_id", "parameter min_version", "parameter fields"}
    response = call(app.queries, "GET", "/accounts/.7/history?at_version=0")
    assert set(wrong_fields(response)) == {"parameter key", "parameter at_version"}


@pytest.mark.parametrize(
    ("field", "pointer"),
    [("planet", "#/planet"), ("a/b~c", "#/a~1b~0c"), ("näme x%", "#/n%C3%A4me%20x%25"), ("", "#/")],
)
def test_a_field_is_named_by_its_json_pointer_as_a_fragment(api: Api, field: str, pointer: str) -> None:
    assert wrong_fields(create(api, {**ADA, field: 1})) == [f"pointer {pointer}"]


def test_values_that_were_refused_are_not_repeated_as_they_may_be_personal(api: Api) -> None:
    response = create(api, {"name": "x" * 201, "address": ["13 Secret Lane"]}, ".secret", X_Actor="secret person")
    assert len(wrong_fields(response)) == 4
    told = response.get_data(as_text=True)
    assert all(word not in told for word in ("Secret", "secret", "xxx"))


def test_of_very_many_wrong_fields_the_first_are_named_and_the_rest_are_counted(api: Api) -> None:
    response = create(api, {**ADA, **{f"{number:x}": 1 for number in range(50_000)}})
    assert len(wrong_fields(response)) == MAX_NAMED_PROBLEMS
    body = response.get_json(force=True)
    assert body["metadata"]["more"] == 50_000 - MAX_NAMED_PROBLEMS
    assert len(response.data) < 20_000


@pytest.mark.parametrize("key", ["a b", "é", "%00", ".a", "a" * 129, "a;b", "%FF"])
def test_an_id_that_is_none_is_told_what_an_id_is(app: App, key: str) -> None:
    rule = "use a letter or digit, then up to 127 of A-Z a-z 0-9 . _ : -"
    assert field_problems(create(app.commands, key=key)) == [("parameter", "key", rule)]
    for path, name in ((f"/profiles/{key}", "account_id"), (f"/accounts/{key}/history", "key")):
        assert field_problems(call(app.queries, "GET", path)) == [("parameter", name, rule)]


@pytest.mark.parametrize("header", ["Idempotency_Key", "X_Correlation_Id", "X_Actor"])
@pytest.mark.parametrize("value", NO_WORDS)
def test_a_header_that_cannot_be_kept_is_told_by_its_name(api: Api, header: str, value: str) -> None:
    [(place, name, detail)] = field_problems(create(api, **{header: value}))
    assert (place, name) == ("header", header.replace("_", "-"))
    assert detail.startswith("use 1 to 128 visible ASCII characters")


@pytest.mark.parametrize("value", ['""', '"', '"abc', 'abc"', '"a"b"', '""a""', f'"{"k" * 129}"'])
def test_an_idempotency_key_in_quotes_is_a_whole_one(api: Api, value: str) -> None:
    assert wrong_fields(create(api, Idempotency_Key=value)) == ["header Idempotency-Key"]


@pytest.mark.parametrize("value", ["k" * 128, f'"{"k" * 128}"', "8e03978e-40d5-43dd-bc93-6894a57f9324", "a'b;c=!"])
def test_an_idempotency_key_has_quotes_or_none(api: Api, value: str) -> None:
    first = create(api, Idempotency_Key=value)
    assert first.status_code == 201
    assert create(api, Idempotency_Key=value.strip('"')).data == first.data


@pytest.mark.parametrize(
    "value", ["1", "*", 'W/"1"', '"01"', '"one"', '"-1"', '""', '"1", "2"', '"9999999999999999999"']
)
def test_an_if_match_that_names_no_version_is_told(api: Api, value: str) -> None:
    assert field_problems(create(api, If_Match=value)) == [
        ("header", "If-Match", 'name the version in quotes, for example "4"')
    ]


@pytest.mark.parametrize("second", ["0", "99"])
def test_a_parameter_that_is_sent_twice_is_refused(app: App, second: str) -> None:
    response = call(app.queries, "GET", f"/profiles/7?min_version=0&min_version={second}")
    assert field_problems(response) == [("parameter", "min_version", "send it once")]
    response = call(app.queries, "GET", f"/profiles/7?min_version=0&min_version={second}&fields=name")
    assert set(wrong_fields(response)) == {"parameter min_version", "parameter fields"}


def test_a_body_that_cannot_be_read_comes_before_what_is_wrong_elsewhere(api: Api) -> None:
    problem(call(api, "POST", "/accounts/.7/create", data="name=Ada", headers={"X-Actor": ""}), 415, "NOT_JSON")


@pytest.mark.parametrize("path", ["/profiles/7", "/profiles", "/interests/search", "/accounts/7/history"])
def test_a_query_that_is_not_utf8_is_unreadable(app: App, path: str) -> None:
    body = problem(
        call(app.queries, "GET", path, environ_overrides={"QUERY_STRING": "q=\xff"}), 400, "MALFORMED_REQUEST"
    )
    assert "percent-encode it" in body["detail"]
    problem(
        call(app.commands, "POST", "/accounts/7/create", ADA, environ_overrides={"QUERY_STRING": "\xff"}),
        400,
        "MALFORMED_REQUEST",
    )


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/profiles/7?min_version=x", {"min_version"}),
        ("/profiles/7?min_version=-1", {"min_version"}),
        ("/profiles/7?min_version=99999999999999999999", {"min_version"}),
        ("/profiles/7?max_version=1&fields=name", {"max_version", "fields"}),
        ("/profiles?page_size=0", {"page_size"}),
        ("/profiles?page_size=1001&page_number=2", {"page_size", "page_number"}),
        ("/interests/search", {"q"}),
        ("/interests/search?q=", {"q"}),
        ("/interests/search?q=x&limit=many", {"limit"}),
        ("/interests/search?q=" + "x" * 201, {"q"}),
        ("/profiles/7?max_staleness=601", {"max_staleness"}),
        ("/profiles?max_staleness=-1&min_version=1", {"max_staleness", "min_version"}),
        ("/profiles/7?max_staleness=10&min_version=1", {"min_version"}),
        ("/profiles/7?account_id=7", {"account_id"}),
        ("/profiles/.7?min_version=x&max_staleness=x", {"account_id", "min_version", "max_staleness"}),
        ("/interests/search?max_staleness=soon", {"q", "max_staleness"}),
        ("/accounts/7/history?at_version=0", {"at_version"}),
        ("/accounts/7/history?at_time=yesterday", {"at_time"}),
        ("/accounts/7/history?at_time=2026-01-01T00:00:00", {"at_time"}),
        ("/accounts/7/history?at_version=1&at_time=2026-01-01T00:00:00Z", {"at_time"}),
    ],
)
def test_wrong_and_unknown_parameters_are_told_by_name(app: App, path: str, names: set[str]) -> None:
    told = field_problems(call(app.queries, "GET", path))
    assert {(place, name) for place, name, _ in told} == {("parameter", name) for name in names}
    assert all("Value error" not in detail for _, _, detail in told)


def test_a_refused_request_changes_nothing(app: App) -> None:
    for body, query, headers in [
        ({"name": ""}, "", {}),
        (ADA, "?dry_run=true", {}),
        (ADA, "", {"If_Match": "x"}),
        (ADA, "", {"If_Match": '"3"'}),
        (ADA, "", {"X_Actor": ""}),
    ]:
        assert create(app.commands, body, "7", query, **headers).status_code in {412, 422}
    assert app.adapters.store.read_head(a_stream("7")).is_new


@pytest.mark.parametrize("text", ["\u200b", "\u00ad\u2060", "\u3164"])
def test_text_of_which_nothing_can_be_seen_is_no_name(api: Api, text: str) -> None:
    assert wrong_fields(create(api, {**ADA, "name": text})) == ["pointer #/name"]
