"""The page of the operator's console, and its files."""

from collections.abc import Sequence
from typing import Final

from flask import Request, Response

from onewrite.adapters.http.api import Route
from onewrite.adapters.http.console.files import console_files
from onewrite.adapters.http.refusals import UnknownPath

PAGE: Final = "index.html"


def console_routes() -> Sequence[Route]:
    """Return `GET /`, which is the page, and `GET /console/…`, which are its files. None of them asks the store."""
    return Route("GET", "/", _page), Route("GET", "/console/{path:file}", _file)


def _page(request: Request) -> Response:
    return _file(request, PAGE)


def _file(request: Request, file: str) -> Response:
    if found := console_files().get(file):
        return found.respond(request)
    raise UnknownPath(request.path)
