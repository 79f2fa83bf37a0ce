"""Two problems with the same reason say the same, but for what their metadata tells."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Response
from google.api_core.exceptions import DeadlineExceeded, ServiceUnavailable

from accounts import ACCOUNTS
from onewrite.adapters.spanner.client.connection import Connection
from onewrite.bootstrap import App, build
from tests.support.data.requests import an_account
from tests.support.faults.ports import on_top_of
from tests.support.http.call import call
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock, in_memory_by

ADA = {"name": "Ada", "address": "London"}
MESSAGE = {"ce-specversion": "1.0", "ce-id": "1", "ce-type": "t", "ce-source": "s"}


@pytest.fixture
def app() -> App:
    """Accounts `ada` with three events and `bob` with two, both with an interest in tea."""
    app = build(settings(), ACCOUNTS, in_memory_by(Clock()))
    an_account(app, "tea", "chess", key="ada")
    an_account(app, "tea", key="bob")
    return app


def send(path: str, body: Any = None, method: str = "POST", **options: Any) -> Callable[[App], Response]:
    return lambda app: call(app.commands, method, path, body, **options)


def ask(path: str) -> Callable[[App], Response]:
    return lambda app: call(app.queries, "GET", path)


def operate(path: str, **body: Any) -> Callable[[App], Response]:
    return lambda app: call(app.operations, "POST", path, body)


def a_push(subject: str, sequence: str) -> Callable[[App], Response]:
    headers = {**MESSAGE, "ce-subject": subject, "ce-sequence": sequence}
    return lambda app: call(app.projection("profiles"), "POST", "/", headers=headers)


def rebuild(subject: str) -> Callable[[App], Response]:
    return lambda app: call(app.rebuilds, "POST", "/", headers={**MESSAGE, "ce-subject": subject})


def while_spanner(fault: Exception) -> Callable[[App], Response]:
    def read_head(stream: object) -> object:
        with Connection(database=None, timeout=1, retry_delay=None).faults_as_ours():
            raise fault

    def asked(app: App) -> Response:
        down = replace(app.adapters, store=on_top_of(app.adapters.store, read_head=read_head))
        return call(build(settings(), ACCOUNTS, down).commands, "POST", "/accounts/7/create", ADA)

    return asked


def template(response: Response) -> str:
    """Return the detail with everything that metadata tells taken out."""
    body = response.get_json(force=True)
    detail: str = body["detail"]
    for name, value in sorted(body["metadata"].items(), key=lambda told: -len(str(told[1]))):
        detail = detail.replace(str(value), f"<{name}>")
    return detail


@pytest.mark.parametrize(
    ("reason", "one", "other"),
    [
        ("UNKNOWN_PATH", send("/nowhere"), send("/elsewhere")),
        (
            "METHOD_NOT_ALLOWED",
            send("/accounts/7/close", method="PUT"),
            lambda app: call(app.queries, "DELETE", "/profiles"),
        ),
        ("UNKNOWN_COMMAND", send("/accounts/7/fly"), send("/accounts/7/swim")),
        (
            "MALFORMED_REQUEST",
            *(
                send("/accounts/7/close", data=data, content_type="application/json")
                for data in (b'{"a" 7}', b'{"reason" 7}')
            ),
        ),
        ("ENCODED_BODY", *(send("/accounts/7/close", {}, headers={"Content-Encoding": by}) for by in ("br", "gzip"))),
        ("INVALID_FIELDS", send("/accounts/7/create", {"name": 7}), send("/accounts/7/close?x=1")),
        ("STREAM_NOT_FOUND", send("/accounts/7/close"), ask("/accounts/8/history")),
        ("STREAM_NOT_YET_THERE", *(ask(f"/accounts/ada/history?at_time=200{year}-01-01T00:00:00Z") for year in (1, 2))),
        ("VERSION_NOT_FOUND", ask("/profiles/ada?min_version=8"), ask("/accounts/bob/history?at_version=9")),
        ("ROW_NOT_FOUND", ask("/profiles/8"), ask("/profiles/9")),
        ("INTEREST_EXISTS", *(send("/accounts/ada/add-interest", {"interest": it}) for it in ("tea", "chess"))),
        ("INTEREST_UNKNOWN", *(send("/accounts/ada/remove-interest", {"interest": it}) for it in ("go", "skat"))),
        (
            "WRONG_EXPECTED_VERSION",
            *(send(f"/accounts/{key}/close", headers={"If-Match": '"9"'}) for key in ("ada", "bob")),
        ),
        ("UNAVAILABLE", while_spanner(ServiceUnavailable("")), while_spanner(DeadlineExceeded(""))),
        ("INVALID_MESSAGE", a_push("account-7", "-1"), a_push("account", "1")),
        ("INVALID_MESSAGE", rebuild("profiles"), rebuild("profiles/one")),
        ("UNKNOWN_PROJECTION", rebuild("names/1"), operate("/verify", projection="nicknames")),
        ("INVALID_STREAM_ID", *(operate("/replay", stream_id=text) for text in ("account-bad id", "account-"))),
        ("OPERATION_REFUSED", *(operate("/drop", projection=name, generation=1) for name in ("profiles", "interests"))),
        ("OPERATION_REFUSED", *(operate("/drop", projection="profiles", generation=number) for number in (8, 9))),
        ("OPERATION_REFUSED", *(operate("/switch", projection=name) for name in ("profiles", "interests"))),
        ("OPERATION_REFUSED", *(operate("/rollback", projection=name) for name in ("profiles", "interests"))),
        ("OPERATION_REFUSED", *(operate("/cancel", projection=name) for name in ("profiles", "interests"))),
        ("OPERATION_REFUSED", *(operate("/resume", projection=name) for name in ("profiles", "interests"))),
    ],
)
def test_metadata_tells_everything_that_varies(
    app: App, reason: str, one: Callable[[App], Response], other: Callable[[App], Response]
) -> None:
    told, also_told = one(app), other(app)
    assert [answer.get_json(force=True)["reason"] for answer in (told, also_told)] == [reason, reason]
    assert told.get_json(force=True)["detail"] != also_told.get_json(force=True)["detail"]
    assert template(told) == template(also_told)
