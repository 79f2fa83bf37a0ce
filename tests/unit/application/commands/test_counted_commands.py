"""Commands are counted, with how they end and how many events they commit."""

from dataclasses import replace

import pytest

from accounts.account.commands import Rename
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.errors import CommandRejected
from tests.support.checks.told_work import ToldWork
from tests.support.data.requests import a_request, accept, an_account
from tests.support.domains.fragile import app_of
from tests.support.faults.ports import overtaken


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


def test_a_command_counts_with_the_events_that_it_commits(app: App, told_work: ToldWork) -> None:
    an_account(app, "tea", "chess")
    assert told_work("events_appended", "events") == {("ok",): (3, 3)}
    an_account(app)
    assert [*told_work("command_handled", "seconds")] == [("ok",)]


def test_a_repeat_commits_nothing(app: App, told_work: ToldWork) -> None:
    request = a_request(key="k")
    assert app.accept_command(request) == app.accept_command(request)
    assert told_work("events_appended", "events") == {("ok",): (1, 1)}


def test_a_conflict_counts_and_so_does_the_second_attempt(app: App, adapters: Adapters, told_work: ToldWork) -> None:
    stream = an_account(app)
    first = overtaken(adapters.store, lambda: accept(app, stream, Rename(name="Eve")))
    told_work("events_appended", "events")
    accept(app_of(replace(adapters, store=first)), stream, Rename(name="Grace"))
    assert told_work("events_appended", "events") == {("ok",): (2, 2), ("CommitClash",): (1, 0)}


def test_a_command_that_is_refused_counts_by_its_error(app: App, told_work: ToldWork) -> None:
    stream = an_account(app)
    told_work("command_handled", "seconds")
    with pytest.raises(CommandRejected) as refusal:
        app.accept_command(a_request(stream=stream))
    assert [*told_work("command_handled", "seconds")] == [(type(refusal.value).__name__,)]
