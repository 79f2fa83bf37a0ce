"""The first calls of the served domain: a command that creates a stream, and a query. Read from what is served."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from shlex import quote
from typing import Any, Final

import httpx

from emulators.system.example_values import Examples, NoExample

Document = Mapping[str, Any]
KEY: Final = "1"
TIMEOUT_SECONDS: Final = 10.0


def first_calls(urls: Mapping[str, str]) -> list[str]:
    """Return them as they are typed in a shell; none where the functions are not there, or are no Onewrite."""
    with httpx.Client(trust_env=False, timeout=TIMEOUT_SECONDS) as client:
        calls = {"accept_commands": _create, "answer_queries": _ask}
        return [
            line
            for name, call in calls.items()
            if name in urls
            for line in call(urls[name], _document_of(client, urls[name]))
        ]


def _document_of(client: httpx.Client, url: str) -> Document:
    with suppress(httpx.TransportError, ValueError):
        document = client.get(f"{url}/openapi.json").json()
        if isinstance(document, dict):
            return document
    return {}


def _create(url: str, document: Document) -> Iterator[str]:
    """Yield the first command that may respond with 201, as it creates a stream."""
    for path, methods in document.get("paths", {}).items():
        command = methods.get("post", {})
        if "201" in command.get("responses", {}):
            with suppress(NoExample):
                body = _in_quotes(json.dumps(_body_of(command, document), ensure_ascii=False))
                yield f"curl -i {url}{path.format(key=KEY)} -H 'Content-Type: application/json' \\\n     -d {body}"
                return


def _body_of(command: Document, document: Document) -> Any:
    schema = command["requestBody"]["content"]["application/json"]["schema"]
    return Examples(document["components"]["schemas"]).of(schema)


def _in_quotes(text: str) -> str:
    """Quote JSON for a shell; an apostrophe would end the quotes."""
    return "'" + text.replace("'", "\\u0027") + "'"


def _ask(url: str, document: Document) -> Iterator[str]:
    """Yield the first query that asks for no more than a stream; it waits for the first event, if it can."""
    for path, methods in document.get("paths", {}).items():
        parameters = methods.get("get", {}).get("parameters", [])
        if "get" in methods and not any(one["in"] == "query" and one.get("required") for one in parameters):
            filled = path.format_map(dict.fromkeys((one["name"] for one in parameters), KEY))
            waits = any(one["name"] == "min_version" for one in parameters)
            yield f"curl -i {quote(f'{url}{filled}' + ('?min_version=1' if waits else ''))}"
            return
