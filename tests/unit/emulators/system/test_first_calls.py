"""What `make up` suggests to type is of the served domain, and succeeds as it stands."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import pytest
from pydantic import Field

from accounts import ACCOUNTS
from emulators.processes.ports import free_port
from emulators.system.first_calls import first_calls
from onewrite.bootstrap import build, memory_adapters
from onewrite.domain.commands import Command
from tests.support.domains.changed import with_accounts
from tests.support.domains.orders import ORDERS
from tests.support.domains.todo_lists import LISTS
from tests.support.http.curl import typed
from tests.support.http.served import served
from tests.support.systems.adapters import settings


class OpenAccount(Command, name="open", creates=True):
    iban: Annotated[str, Field(pattern="^[A-Z]{2}[0-9]{20}$")]


class Hire(Command, name="hire", creates=True):
    name: Annotated[str, Field(examples=["Pádraig O'Neill"])]


@pytest.fixture
def urls(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    app = build(settings(), request.param, memory_adapters())
    with served(app.commands) as commands, served(app.queries) as queries:
        yield {"accept_commands": commands, "answer_queries": queries}


@pytest.mark.parametrize(
    "urls", [ACCOUNTS, ORDERS, LISTS], ids=lambda domain: domain.aggregates[0].collection, indirect=True
)
def test_the_command_creates_a_stream_and_the_query_finds_it(urls: dict[str, str]) -> None:
    create, ask = first_calls(urls)
    (status, created), (found, _) = typed(create), typed(ask)
    assert (status, created["version"], found) == (201, 1, 200)


@pytest.mark.parametrize("urls", [ACCOUNTS], ids=["accounts"], indirect=True)
def test_what_is_typed_is_what_the_domain_gives_as_examples(urls: dict[str, str]) -> None:
    create, ask = first_calls(urls)
    assert create == (
        f"curl -i {urls['accept_commands']}/accounts/1/create -H 'Content-Type: application/json' \\\n"
        """     -d '{"name": "Ada Lovelace", "address": "Ockham Park, Surrey"}'"""
    )
    assert ask == f"curl -i '{urls['answer_queries']}/profiles/1?min_version=1'"


@pytest.mark.parametrize("urls", [with_accounts(commands=(OpenAccount, Hire))], ids=["hire"], indirect=True)
def test_a_command_without_an_example_is_passed_over_and_an_apostrophe_ends_no_quotes(urls: dict[str, str]) -> None:
    create, _ = first_calls(urls)
    assert "/accounts/1/hire" in create
    assert """'{"name": "Pádraig O\\u0027Neill"}'""" in create


@pytest.mark.parametrize("urls", [replace(ACCOUNTS, queries=ACCOUNTS.queries[2:])], ids=["search"], indirect=True)
def test_a_query_that_needs_words_is_passed_over(urls: dict[str, str]) -> None:
    assert first_calls(urls)[1] == f"curl -i {urls['answer_queries']}/interests/popular"


def test_nothing_is_suggested_where_nobody_serves_it() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    assert first_calls({"accept_commands": nobody, "answer_queries": nobody}) == []
    assert first_calls({"project_profiles": nobody}) == []


def test_nothing_is_suggested_of_what_is_no_onewrite() -> None:
    with served(build(settings(), ACCOUNTS, memory_adapters()).relay) as other:
        assert first_calls({"accept_commands": other, "answer_queries": other}) == []
