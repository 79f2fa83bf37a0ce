"""POST a command that names no stream: the id is made, at random or from the idempotency key."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Response

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.domains.todo_lists.domain import LISTS
from tests.support.faults.ports import losing_the_answer
from tests.support.http.call import call
from tests.support.http.problems import problem, wrong_fields
from tests.support.systems.adapters import on_both_stores, settings

ADA = {"name": "Ada", "address": "London"}


@pytest.fixture
def app(adapters: Adapters) -> App:
    return build(settings(), ACCOUNTS, adapters)


def post(app: App, path: str = "/accounts/create", body: Any = ADA, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(app.commands, "POST", path, body, headers=named)


def id_in(response: Response) -> str:
    stream: str = response.get_json()["stream_id"]
    return stream.removeprefix("account-")


def test_each_command_without_an_id_opens_a_stream_of_its_own_and_says_where(app: App) -> None:
    responses = [post(app) for _ in range(20)]
    assert {response.status_code for response in responses} == {201}
    made = [id_in(response) for response in responses]
    assert {UUID(id_).version for id_ in made} == {4}
    assert len(set(made)) == len(made)
    assert [response.headers["Location"] for response in responses] == [f"/accounts/{id_}/history" for id_ in made]
    assert len({id_[0] for id_ in made}) > 1, "so that writes go to all of the store"
    assert call(app.commands, "POST", f"/accounts/{made[0]}/rename", {"name": "Countess"}).status_code == 200


@on_both_stores()
def test_the_same_key_leads_to_the_same_stream_and_gets_the_same_response_byte_by_byte(app: App) -> None:
    first = post(app, Idempotency_Key="k")
    call(app.commands, "POST", f"/accounts/{id_in(first)}/rename", {"name": "Countess"})
    again = post(app, Idempotency_Key='"k"')
    assert (again.status_code, again.data, again.headers["Location"]) == (201, first.data, first.headers["Location"])
    assert id_in(post(app, Idempotency_Key="l")) != id_in(first)


def test_a_key_that_another_command_had_is_refused(app: App) -> None:
    post(app, Idempotency_Key="k")
    problem(post(app, body={**ADA, "name": "Eve"}, Idempotency_Key="k"), 422, "IDEMPOTENCY_KEY_REUSED")


def test_a_commit_whose_answer_was_lost_is_found_by_its_key(app: App, adapters: Adapters) -> None:
    losing = replace(adapters, store=losing_the_answer(adapters.store, Unavailable("lost")))
    post(build(settings(), ACCOUNTS, losing), Idempotency_Key="k")
    found = post(app, Idempotency_Key="k")
    assert (found.status_code, found.get_json()["version"]) == (201, 1)


def test_a_key_whose_result_is_forgotten_changes_no_stream(app: App) -> None:
    """A command that creates a stream may be one that changes it, too."""
    lists = build(settings(), LISTS, memory_adapters())
    made = post(lists, "/lists/add-task", {"title": "tea"}, Idempotency_Key="k").get_json()["stream_id"]
    lists.adapters.store.database.commands.clear()  # type: ignore[attr-defined]
    again = post(lists, "/lists/add-task", {"title": "milk"}, Idempotency_Key="k")
    assert problem(again, 412, "WRONG_EXPECTED_VERSION")["metadata"]["stream_id"] == made
    assert lists.adapters.store.read_head(StreamId.parse(made)).version == 1


def test_what_expects_a_version_names_its_stream(app: App) -> None:
    assert wrong_fields(post(app, body={"name": ""}, If_Match='"1"')) == [
        "pointer #/name",
        "pointer #/address",
        "header If-Match",
    ]
    assert post(app, If_None_Match="*").status_code == 201


def test_only_what_creates_a_stream_can_do_without_its_id(app: App) -> None:
    problem(post(app, "/accounts/rename", {"name": "Ada"}), 404, "UNKNOWN_PATH")
    assert call(app.commands, "GET", "/accounts/create").status_code == 405
