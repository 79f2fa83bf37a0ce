"""Faults: what a caller is told, and what is kept from them and from the logs."""

from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from onewrite import errors
from onewrite.adapters.http.problems import RETRY_AFTER, STATUS, problem_of
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.adapters import settings
from tests.support.faults import on_top_of
from tests.support.http import call
from tests.support.problems import problem

ADA = {"name": "Ada Lovelace", "address": "12 St James's Square"}


def app_whose_store(error: Exception) -> App:
    def read_head(stream: StreamId) -> object:
        raise error

    adapters = memory_adapters()
    return build(settings(), ACCOUNTS, replace(adapters, store=on_top_of(adapters.store, read_head=read_head)))


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
    assert "KeyError" in line.getMessage()
    assert "read_head" in line.getMessage(), "the log says where"
    assert all(word not in line.getMessage() for word in ("Ada", "secret", "James")), "but not with whose data"


def test_what_a_caller_did_wrong_is_not_logged_as_our_fault(caplog: pytest.LogCaptureFixture) -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    call(app.commands, "POST", "/accounts/7/create", {"name": "Ada"})
    call(app.commands, "POST", "/accounts/7/rename", {"name": "Ada"})
    call(app.queries, "GET", "/nowhere")
    assert caplog.records == []


def every_error() -> list[type[errors.OnewriteError]]:
    def below(kind: type[errors.OnewriteError]) -> list[type[errors.OnewriteError]]:
        return [kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))]

    return below(errors.OnewriteError)


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_of_its_own_or_of_its_kind(kind: type[errors.OnewriteError]) -> None:
    error = kind.__new__(kind)
    errors.OnewriteError.__init__(error, "What was wrong: what to do", stream_id="account-7")
    error.__dict__ |= {"reason": "NO", "problems": {}}
    response = problem_of(error)
    assert response.status_code == next(STATUS[base] for base in kind.__mro__ if base in STATUS)
    assert response.get_json(force=True)["metadata"] == {"stream_id": "account-7"}
    assert ("Retry-After" in response.headers) == (kind in RETRY_AFTER)


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    assert [kind.__name__ for kind in every_error() if kind.__name__ not in drawn] == []


def test_liveness_needs_nobody_and_readiness_needs_the_store() -> None:
    def fail() -> None:
        raise errors.Unavailable("Spanner could not answer: try again")

    adapters = memory_adapters()
    app = build(settings(), ACCOUNTS, replace(adapters, outbox=on_top_of(adapters.outbox, read_marks=fail)))
    for api in (app.commands, app.queries, app.relay):
        live = call(api, "GET", "/health/live")
        assert (live.status_code, live.get_json()) == (200, {"status": "live"})
        problem(call(api, "GET", "/health/ready"), 503, "UNAVAILABLE")


def test_readiness_is_200_once_the_store_answers() -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    for api in (app.commands, app.queries, app.relay):
        ready = call(api, "GET", "/health/ready")
        assert (ready.status_code, ready.get_json()) == (200, {"status": "ready"})
