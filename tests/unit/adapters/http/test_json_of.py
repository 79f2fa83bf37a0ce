"""JSON in responses: the same whether it is that of a model, or of plain values with models among them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel, Field

from onewrite.adapters.http.api import json_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Told(BaseModel):
    at: datetime = NOON
    name: str = Field(default="Adä", serialization_alias="Name")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (Told(), '{"at":"2026-01-01T12:00:00Z","Name":"Adä"}'),
        ({"told": [Told()]}, '{"told":[{"at":"2026-01-01T12:00:00Z","Name":"Adä"}]}'),
        ({"at": NOON, "day": date(2026, 1, 1)}, '{"at":"2026-01-01T12:00:00Z","day":"2026-01-01"}'),
        ({"price": Decimal("1E+3"), "part": None}, '{"price":"1000","part":null}'),
    ],
)
def test_what_is_told_is_one_line_of_json(body: object, text: str) -> None:
    response = json_of(body, 201, X_Of="test")
    assert response.get_data(as_text=True) == text + "\n"
    assert (response.status_code, response.mimetype, response.headers["X-Of"]) == (201, "application/json", "test")
