"""What every error over HTTP must look like."""

from http import HTTPStatus
from typing import Any

from flask import Response

MEMBERS = {"type", "title", "status", "detail", "reason", "metadata"}
PLACES = ("pointer", "parameter", "header")


def problem(response: Response, status: int, reason: str) -> dict[str, Any]:
    """Return the body, once it is the problem that was expected (RFC 9457, with our reason and metadata)."""
    body: dict[str, Any] = response.get_json(force=True)
    assert (response.status_code, body["reason"]) == (status, reason), body
    assert response.mimetype == "application/problem+json"
    assert body["status"] == status
    assert body["type"] == f"urn:onewrite:problem:{reason.lower().replace('_', '-')}"
    assert body.keys() - {"errors"} == MEMBERS
    assert body["title"] == HTTPStatus(status).phrase
    variable = [repr(value).strip("'") for value in body["metadata"].values()]
    assert all(part in body["detail"] for part in variable), "metadata repeats what varies in the message"
    return body


def wrong_fields(response: Response) -> list[str]:
    """Return where each wrong field is, as `header If-Match`, `parameter limit` or `pointer #/name`."""
    return [f"{place} {name}" for place, name, _ in field_problems(response)]


def field_problems(response: Response) -> list[tuple[str, str, str]]:
    """Return place, name and detail of each wrong field of a 422."""
    found = []
    for error in problem(response, 422, "INVALID_FIELDS")["errors"]:
        [place] = [place for place in PLACES if place in error]
        assert error.keys() == {place, "detail"}
        assert error["detail"]
        found.append((place, error[place], error["detail"]))
    return found
