"""Problems: the status of each error, what its response says, and when a function is ready."""

from collections.abc import Iterator
from dataclasses import replace
from inspect import Parameter, signature
from typing import Any

import pytest
from werkzeug.exceptions import BadRequest, Conflict, HTTPException, ServiceUnavailable

from accounts import ACCOUNTS
from onewrite import errors
from onewrite.adapters.http import refusals
from onewrite.adapters.http.problems import problem_of
from onewrite.bootstrap import build, memory_adapters
from tests.support.faults.ports import on_top_of, reading
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings


def test_what_a_caller_did_wrong_is_not_logged_as_our_fault(caplog: pytest.LogCaptureFixture) -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    call(app.commands, "POST", "/accounts/7/create", {"name": "Ada"})
    call(app.commands, "POST", "/accounts/7/rename", {"name": "Ada"})
    call(app.queries, "GET", "/nowhere")
    assert caplog.records == []


def test_what_a_problem_quotes_can_be_read() -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    assert "nothing at /häuser" in call(app.queries, "GET", "/häuser").get_data(as_text=True)


@pytest.mark.parametrize("error", [Conflict("of Flask"), ServiceUnavailable("of Flask")])
def test_only_a_request_that_cannot_be_read_is_the_clients_fault_among_the_errors_of_a_framework(
    error: HTTPException,
) -> None:
    problem(problem_of(BadRequest("This is not UTF-8")), 400, "MALFORMED_REQUEST")
    problem(problem_of(error), 500, "INTERNAL")


#: What design and README promise, word for word: the status of each error, and when a retry helps by itself.
TOLD: dict[type[errors.OnewriteError], tuple[int, int | None]] = {
    errors.OnewriteError: (500, None),
    errors.BadInput: (422, None),
    errors.InvalidStreamId: (422, None),
    errors.InvalidFields: (422, None),
    errors.InvalidPageToken: (422, None),
    errors.StreamWithoutCategory: (422, None),
    errors.InvalidMessage: (422, None),
    errors.TimeToCome: (422, None),
    errors.IdempotencyKeyReused: (422, None),
    errors.NotFound: (404, None),
    errors.StreamNotFound: (404, None),
    errors.StreamNotYetThere: (404, None),
    errors.VersionNotFound: (404, None),
    errors.RowNotFound: (404, None),
    errors.NothingFound: (404, None),
    errors.UnknownCommand: (404, None),
    errors.UnknownProjection: (404, None),
    errors.CommandRejected: (409, None),
    errors.WrongExpectedVersion: (412, None),
    errors.StreamContended: (503, 1),
    errors.UndecodableEvent: (500, None),
    errors.RowsRefused: (500, None),
    errors.EventNotApplied: (503, 5),
    errors.ProjectionHalted: (503, 60),
    errors.ViewParked: (503, None),
    errors.ViewBehind: (503, 1),
    errors.ViewNotServed: (503, None),
    errors.TablesDiffer: (503, None),
    errors.ViewLeftOver: (503, None),
    errors.ViewRemoved: (503, None),
    errors.LeaseLost: (503, None),
    errors.OperationRefused: (409, None),
    errors.DataHidden: (403, None),
    errors.BadDomain: (500, None),
    errors.EventNotDeclared: (500, None),
    errors.EventRetired: (500, None),
    errors.ColumnNotDeclared: (500, None),
    errors.RowWithoutKey: (500, None),
    errors.KeyTooLong: (500, None),
    errors.TextNotDeclared: (500, None),
    errors.ColumnOfAnotherType: (500, None),
    errors.NotAState: (500, None),
    errors.NotEvents: (500, None),
    errors.NotInAnyDomain: (500, None),
    errors.NotRead: (500, None),
    errors.IndexNotDeclared: (500, None),
    errors.AnswerOfAnotherType: (500, None),
    errors.RowOfAnotherStream: (500, None),
    errors.Misconfigured: (500, None),
    errors.NotInSchema: (500, None),
    errors.NoDatabase: (500, None),
    errors.NoDomain: (500, None),
    errors.NotInDomain: (500, None),
    errors.Unavailable: (503, 1),
    refusals.MalformedRequest: (400, None),
    refusals.IncompleteBody: (400, None),
    refusals.Unauthenticated: (401, None),
    refusals.PermissionDenied: (403, None),
    refusals.ForeignPage: (403, None),
    refusals.UnknownPath: (404, None),
    refusals.MethodNotAllowed: (405, None),
    refusals.BodyTooSlow: (408, None),
    refusals.BodyTooLarge: (413, None),
    refusals.NotJson: (415, None),
    refusals.EncodedBody: (415, None),
}


def every_error(kind: type[errors.OnewriteError] = errors.OnewriteError) -> Iterator[type[errors.OnewriteError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from every_error(child)


def made(kind: type[errors.OnewriteError]) -> tuple[errors.OnewriteError, list[str | int]]:
    """Return one, and what it was made of: values that stand out in its message."""
    values: dict[str, Any] = {"problems": [errors.FieldProblem("header", "X-Place", "mend it")], "allowed": ["PATCH"]}
    asked = [one for one in signature(kind).parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    given = [
        values.get(one.name, 4711 + at if one.annotation is int else f"a-{one.name}") for at, one in enumerate(asked)
    ]
    return kind(*given), [*filter(lambda value: isinstance(value, str | int), given), "X-Place", "PATCH"]


def test_every_error_is_told_as_promised() -> None:
    assert set(every_error()) == TOLD.keys()
    for kind, (status, retry_after) in TOLD.items():
        response = problem_of(made(kind)[0])
        seconds = response.headers.get("Retry-After", type=int)
        assert (response.status_code, seconds) == (status, retry_after), kind.__name__


@pytest.mark.parametrize("kind", [kind for kind in TOLD if "__init__" in vars(kind)], ids=lambda kind: kind.__name__)
def test_metadata_repeats_whatever_an_error_is_made_of(kind: type[errors.OnewriteError]) -> None:
    error, values = made(kind)
    told = [value for value in values if str(value) in error.message and value != error.message]
    assert set(told) <= set(error.metadata.values())


def test_every_error_is_drawn_in_a_tree() -> None:
    drawn = f"{errors.__doc__} {refusals.__doc__}".split()
    assert [kind.__name__ for kind in TOLD if kind.__name__ not in drawn] == []


@pytest.mark.parametrize(
    ("error", "level"), [(errors.UndecodableEvent("x"), "ERROR"), (errors.Unavailable("x"), "WARNING")]
)
def test_what_only_we_can_mend_is_logged_as_an_error(
    error: Exception, level: str, caplog: pytest.LogCaptureFixture
) -> None:
    problem_of(error)
    [line] = caplog.records
    assert (line.levelname, line.__dict__["action"]) == (level, "request_refused")


def test_liveness_needs_nobody_and_readiness_needs_the_store() -> None:
    def fail() -> None:
        raise errors.Unavailable("Spanner could not answer: try again")

    adapters = memory_adapters()
    app = build(settings(), ACCOUNTS, replace(adapters, outbox=on_top_of(adapters.outbox, read_marks=fail)))
    for api in (app.commands, app.queries, app.relay):
        live = call(api, "GET", "/health/live")
        assert (live.status_code, live.get_json()) == (200, {"status": "live"})
        problem(call(api, "GET", "/health/ready"), 503, "UNAVAILABLE")


@pytest.mark.parametrize("name", ["page", "search"])
def test_a_function_is_not_ready_while_the_schema_lacks_what_its_view_names(name: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise errors.NotInSchema("Table not found: profiles")

    adapters = memory_adapters()
    app = build(settings(), ACCOUNTS, replace(adapters, readers=reading(adapters.readers, **{name: fail})))
    problem(call(app.queries, "GET", "/health/ready"), 500, "NOT_IN_SCHEMA")
    assert call(app.commands, "GET", "/health/ready").status_code == 200
    reads = call(app.projection("profiles"), "GET", "/health/ready").status_code
    assert reads == (500 if name == "page" else 200)


def test_readiness_is_200_once_the_store_answers() -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    for api in (app.commands, app.queries, app.relay):
        ready = call(api, "GET", "/health/ready")
        assert (ready.status_code, ready.get_json()) == (200, {"status": "ready"})
