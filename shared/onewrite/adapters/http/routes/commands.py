"""POST /{collection}/{id}/{command}: one route for each command model of the domain."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Request, Response

from onewrite.adapters.http.api import ANY_METHOD, Api, Route, json_of
from onewrite.adapters.http.openapi import describe
from onewrite.adapters.http.refusals import MethodNotAllowed
from onewrite.adapters.http.requests.headers import CommandHeaders, refuse_headers
from onewrite.adapters.http.requests.reading import Reading
from onewrite.adapters.http.requests.validation import body_as, headers_as, stream_of
from onewrite.adapters.http.responses import Appended
from onewrite.application.commands.accept_command import AcceptCommand, Accepted, CommandRequest
from onewrite.domain.commands import Command
from onewrite.domain.model import Domain
from onewrite.errors import UnknownCommand


def commands_api(domain: Domain, accept: AcceptCommand, check_ready: Callable[[], None]) -> Api:
    """Return the API of `accept_commands`."""

    def respond(command: type[Command], request: Request, key: str) -> Response:
        return _accepted(domain, accept(_request_of(domain, command, request, key)))

    names = [command.command_name for command in domain.commands]

    def unknown(request: Request, key: str, name: str) -> Response:
        if name in names:
            raise MethodNotAllowed(request.method, ["POST"])
        raise UnknownCommand(name, ", ".join(names))

    place = f"/{domain.collection}/{{key}}"
    routes = [
        Route("POST", f"{place}/{command.command_name}", partial(respond, command), partial(describe.command, command))
        for command in domain.commands
    ]
    return Api(
        f"{domain.collection}: commands", [*routes, Route(ANY_METHOD, f"{place}/{{name}}", unknown)], check_ready
    )


def _request_of(domain: Domain, command: type[Command], request: Request, key: str) -> CommandRequest:
    """Raise InvalidFields with all that is wrong with the id, the body and the headers."""
    with Reading() as read:
        stream = read(stream_of, domain.category, key=key)
        body = read(body_as, command, request)
        headers = read(headers_as, CommandHeaders, request)
        read(refuse_headers, request, "If-Unmodified-Since")
    return CommandRequest(stream, body, headers.metadata(), headers.expected, headers.idempotency_key)


def _accepted(domain: Domain, accepted: Accepted) -> Response:
    response = json_of(Appended.of(accepted), HTTPStatus.OK, ETag=f'"{accepted.version}"')
    if accepted.opened_the_stream:
        response.status_code = HTTPStatus.CREATED
        response.headers["Location"] = f"/{domain.collection}/{accepted.stream.key}/history"
    return response
