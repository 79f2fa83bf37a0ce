"""POST /{collection}/{id}/{command}: one route for each command model of the domain."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from onewrite.adapters.http import describe
from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.headers import expected_version_of, idempotency_key_of, metadata_of
from onewrite.adapters.http.validation import body_as
from onewrite.application.accept_command import AcceptCommand, Accepted, CommandRequest
from onewrite.domain.commands import Command
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import UnknownCommand


def commands_api(domain: Domain, accept: AcceptCommand, check_ready: Callable[[], None]) -> Api:
    """Return the API of `accept_commands`."""

    def answer(command: type[Command], request: Request, key: str) -> Response:
        accepted = accept(_request_of(domain, command, request, key))
        return _accepted(domain, accepted)

    def unknown(request: Request, key: str, name: str) -> Response:
        raise UnknownCommand(name, ", ".join(command.command_name for command in domain.commands))

    place = f"/{domain.collection}/{{key}}"
    routes = [
        Route("POST", f"{place}/{command.command_name}", partial(answer, command), describe.command(domain, command))
        for command in domain.commands
    ]
    return Api(f"{domain.collection}: commands", [*routes, Route("POST", f"{place}/{{name}}", unknown)], check_ready)


def _request_of(domain: Domain, command: type[Command], request: Request, key: str) -> CommandRequest:
    return CommandRequest(
        stream=StreamId(domain.category, key),
        command=body_as(command, request),
        metadata=metadata_of(request),
        expected=expected_version_of(request),
        idempotency_key=idempotency_key_of(request),
    )


def _accepted(domain: Domain, accepted: Accepted) -> Response:
    body = {
        "stream_id": str(accepted.stream),
        "version": accepted.version,
        "events": [event_as_json(event) for event in accepted.events],
    }
    response = json_of(body, HTTPStatus.OK, ETag=f'"{accepted.version}"')
    if accepted.opened_the_stream:
        response.status_code = HTTPStatus.CREATED
        response.headers["Location"] = f"/{domain.collection}/{accepted.stream.key}/history"
    return response


def event_as_json(event: RecordedEvent) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "version": event.version,
        "type": event.event_type,
        "schema_version": event.schema_version,
        "data": event.data,
        "correlation_id": event.metadata.correlation_id,
        "causation_id": event.metadata.causation_id,
        "committed_at": event.committed_at,
    }
