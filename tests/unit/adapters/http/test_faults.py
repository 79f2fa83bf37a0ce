"""Faults: what a caller is told, and what is kept from them and from the logs."""

import re
from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from onewrite import errors
from onewrite.adapters.http.problems import problem_of
from onewrite.adapters.logging import CloudFormatter
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.event_types import EventTypes
from onewrite.domain.streams import StreamId
from tests.support.domains.changed import with_accounts
from tests.support.faults.ports import on_top_of
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings

ADA = {"name": "Ada Lovelace", "address": "12 St James's Square"}
READ_HEAD = "app_whose_store.<locals>.read_head"


@pytest.fixture(autouse=True)
def _only_what_is_wrong(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a test before has let the process tell of its work."""
    caplog.set_level("WARNING", "onewrite")


def app_whose_store(error: Exception, **changes: object) -> App:
    def read_head(stream: StreamId) -> object:
        raise error

    adapters = memory_adapters()
    return build(settings(**changes), ACCOUNTS, replace(adapters, store=on_top_of(adapters.store, read_head=read_head)))


def test_a_store_that_cannot_answer_is_503_with_a_time_to_come_back() -> None:
    app = app_whose_store(errors.Unavailable("Spanner could not answer (DeadlineExceeded): try again"))
    response = call(app.commands, "POST", "/accounts/7/create", ADA)
    problem(response, 503, "UNAVAILABLE")
    assert response.headers["Retry-After"] == "1"


def test_a_fault_of_ours_is_500_and_tells_no_internals(caplog: pytest.LogCaptureFixture) -> None:
    app = app_whose_store(KeyError("Ada Lovelace at /srv/secret.py"))
    response = call(app.commands, "POST", "/accounts/7/create", ADA)
    body = problem(response, 500, "INTERNAL")
    assert body["metadata"] == {}
    told = response.get_data(as_text=True)
    assert all(word not in told for word in ("Ada", "KeyError", "secret", "Traceback", ".py"))
    [line] = caplog.records
    assert (line.levelname, line.__dict__["action"]) == ("ERROR", "request_failed")
    assert re.fullmatch(rf"KeyError in {READ_HEAD} line \d+", line.getMessage()), "the log says where"
    assert all(word not in CloudFormatter().format(line) for word in ("Ada", "secret", "James")), "not with whose data"


def test_where_faults_may_be_shown_the_response_and_the_log_say_what_broke_and_where(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = app_whose_store(KeyError("Ada Lovelace"), show_faults=True)
    body = problem(call(app.commands, "POST", "/accounts/7/create", ADA), 500, "INTERNAL")
    place = rf"adapters/http/test_faults\.py:\d+, in {READ_HEAD}"
    assert re.fullmatch(rf"KeyError: 'Ada Lovelace' \({place}\)", body["detail"])
    assert [line.getMessage() for line in caplog.records] == [body["detail"]]


@pytest.mark.parametrize("show_faults", [False, True])
def test_what_is_wrong_with_the_code_of_a_domain_is_told_everywhere(
    caplog: pytest.LogCaptureFixture, show_faults: bool
) -> None:
    careless = with_accounts(event_types=EventTypes())
    app = build(settings(show_faults=show_faults), careless, memory_adapters())
    body = problem(call(app.commands, "POST", "/accounts/7/create", ADA), 500, "EVENT_NOT_DECLARED")
    assert body["detail"] == "UserCreated is decided and not declared: add it to the domain's EventTypes"
    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [("ERROR", body["detail"])]


def test_a_fault_that_repeats_is_one_line_each_time_and_brings_its_trace_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def divide(number: int) -> float:
        return number / 0

    for number in range(3):
        with pytest.raises(ZeroDivisionError) as raised:
            divide(number)
        problem_of(raised.value)
    told = {line.getMessage().rpartition(".")[2] for line in caplog.records}
    assert len(told) == 1
    traces = [line.__dict__.get("stack_trace", "") for line in caplog.records]
    assert ["return number / 0" in trace for trace in traces] == [True, False, False]
    assert traces[0].startswith("Traceback (most recent call last):\n")
    assert traces[0].splitlines()[-1] == caplog.records[0].getMessage()


def test_what_is_misconfigured_is_told_to_everybody_and_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        body = problem(problem_of(errors.NotInSchema("Table not found: once")), 500, "NOT_IN_SCHEMA")
    [line] = caplog.records
    assert (line.levelname, line.getMessage()) == ("ERROR", body["detail"])
    assert "stack_trace" not in line.__dict__


def test_an_event_that_is_tried_again_is_logged_where_it_failed_and_not_once_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    problem(problem_of(errors.EventNotApplied("profiles", "account-7", 2, "KeyError")), 503, "EVENT_NOT_APPLIED")
    assert caplog.records == []
