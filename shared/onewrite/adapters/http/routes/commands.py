"""POST /{collection}/{id}/{command}: one route for each command model of the domain.

POST /{collection}/{command}: one for each that creates a stream; the id of the stream is made here.
"""

from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus

from flask import Request, Response

from onewrite.adapters.http.api import ANY_METHOD, Api, Route, json_of
from onewrite.adapters.http.appended import Appended
from onewrite.adapters.http.openapi import describe_commands
from onewrite.adapters.http.refusals import MethodNotAllowed
from onewrite.adapters.http.requests.headers import CommandHeaders, refuse_headers
from onewrite.adapters.http.requests.reading import Reading
from onewrite.adapters.http.requests.validation import body_as, headers_as, stream_of
from onewrite.application.commands.accept_command import AcceptCommand, Accepted, CommandRequest
from onewrite.application.commands.new_stream import new_stream
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.model import Domain
from onewrite.domain.streams import NO_STREAM
from onewrite.errors import UnknownCommand


def commands_api(domain: Domain, accept: AcceptCommand, check_ready: Callable[[], None]) -> Api:
    """Return the API of `accept_commands`."""
    routes = [route for aggregate in domain.aggregates for route in _routes(aggregate, accept)]
    return Api(f"{', '.join(one.collection for one in domain.aggregates)}: commands", routes, check_ready)


def _routes(aggregate: Aggregate, accept: AcceptCommand) -> Iterator[Route]:
    """Yield a route for each command, and one for all that is none."""

    def respond(command: type[Command], request: Request, key: str) -> Response:
        return _accepted(aggregate, accept(_request_of(aggregate, command, request, key)))

    def respond_anew(command: type[Command], request: Request) -> Response:
        return _accepted(aggregate, accept(_request_of_a_new_stream(aggregate, command, request)))

    def unknown(request: Request, key: str, name: str) -> Response:
        if name in names:
            raise MethodNotAllowed(request.method, ["POST"])
        raise UnknownCommand(name, ", ".join(names))

    names = [command.command_name for command in aggregate.commands]
    place = f"/{aggregate.collection}/{{key}}"
    for command in aggregate.commands:
        described = partial(describe_commands.command, aggregate, command)
        yield Route("POST", f"{place}/{command.command_name}", partial(respond, command), described)
    yield Route(ANY_METHOD, f"{place}/{{name}}", unknown)
    for command in aggregate.commands:
        if command.creates:
            described = partial(describe_commands.command_with_a_new_id, aggregate, command)
            yield Route(
                "POST", f"/{aggregate.collection}/{command.command_name}", partial(respond_anew, command), described
            )


def _request_of(aggregate: Aggregate, command: type[Command], request: Request, key: str) -> CommandRequest:
    """Raise InvalidFields with all that is wrong with the id, the body and the headers."""
    with Reading() as read:
        stream = read(stream_of, aggregate, key=key)
        body = read(body_as, command, request)
        headers = read(headers_as, CommandHeaders, request)
        read(refuse_headers, request, "If-Unmodified-Since")
    return CommandRequest(stream, body, headers.metadata(), headers.expected, headers.idempotency_key)


def _request_of_a_new_stream(aggregate: Aggregate, command: type[Command], request: Request) -> CommandRequest:
    """Expect no stream, whatever the key: a key whose result is forgotten must not lead into a stream that is there."""
    with Reading() as read:
        body = read(body_as, command, request)
        headers = read(headers_as, CommandHeaders, request)
        read(refuse_headers, request, "If-Match", "If-Unmodified-Since")
    stream = new_stream(aggregate, headers.idempotency_key)
    return CommandRequest(stream, body, headers.metadata(), NO_STREAM, headers.idempotency_key)


def _accepted(aggregate: Aggregate, accepted: Accepted) -> Response:
    response = json_of(Appended.of(accepted), HTTPStatus.OK, ETag=f'"{accepted.version}"')
    if accepted.opened_the_stream:
        response.status_code = HTTPStatus.CREATED
        response.headers["Location"] = f"/{aggregate.collection}/{accepted.stream.id}/history"
    return response
