"""A value is made for every schema that a command's model may have, and the model accepts it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field, create_model

from emulators.system.example_values import Examples, NoExample


class Colour(StrEnum):
    RED = "red"


class Line(BaseModel):
    sku: str
    colour: Colour
    price: Decimal = Decimal(0)


class Tree(BaseModel):
    """It refers to itself."""

    name: str
    parent: "Tree | None" = None


def example_of(kind: Any) -> Any:
    """Return what is made for a field `its_name` of this type; its model has to accept it."""
    model = create_model("Model", its_name=(kind, ...))
    schema = model.model_json_schema()
    example = Examples(schema.get("$defs", {})).of(schema)
    assert model.model_validate(example)
    return example["its_name"]


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (str, "its name"),
        (Annotated[str, Field(examples=["Ada", "Grace"])], "Ada"),
        (Annotated[str, Field(min_length=10)], "its namexx"),
        (Annotated[str, Field(max_length=3)], "its"),
        (Annotated[str, Field(pattern=r"^\d+$")], "1"),
        (Annotated[str, Field(pattern="^[A-Z]{3}$")], "ABC"),
        (int, 1),
        (Annotated[int, Field(ge=5)], 5),
        (Annotated[int, Field(gt=5)], 6),
        (Annotated[int, Field(le=0)], 0),
        (Annotated[int, Field(lt=0)], -1),
        (Annotated[int, Field(multiple_of=5)], 5),
        (Annotated[int, Field(multiple_of=5, gt=5)], 10),
        (Annotated[int, Field(ge=-3)], 1),
        (Decimal, 1),
        (float, 1),
        (bool, True),
        (Colour, "red"),
        (Literal["fast", "slow"], "fast"),
        (Literal["only"], "only"),
        (date, "2026-01-31"),
        (datetime, "2026-01-31T09:00:00Z"),
        (timedelta, "P1D"),
        (UUID, "11111111-1111-4111-8111-111111111111"),
        (list[int], [1]),
        (Annotated[list[int], Field(min_length=2)], [1, 1]),
        (tuple[Line, ...], [{"sku": "sku", "colour": "red"}]),
        (dict[str, int], {}),
        (Line, {"sku": "sku", "colour": "red"}),
        (None | Line, {"sku": "sku", "colour": "red"}),
        (Annotated[str, Field(examples=["Ada"])] | None, "Ada"),
        (Annotated[int | str, Field(examples=["7a"])], "7a"),
        (Tree, {"name": "name"}),
        (Any, "its name"),
    ],
    ids=str,
)
def test_the_simplest_value_that_fits_is_made(kind: Any, example: Any) -> None:
    assert example_of(kind) == example


def test_a_pattern_that_nothing_simple_fits_needs_an_example() -> None:
    pattern = r"^[A-Z]{2}\d{2} \d{4} \d{4}$"
    with pytest.raises(NoExample, match=r"its_name has a pattern: give its field an example, as in Field\(examples="):
        example_of(Annotated[str, Field(pattern=pattern)])
    assert example_of(Annotated[str, Field(pattern=pattern, examples=["GB33 1234 1234"])]) == "GB33 1234 1234"
