"""The shape of an event tells apart what would be stored differently, and nothing else."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union

import pytest
from pydantic import BaseModel, Field

from infra.event_shapes import shape_of
from onewrite.domain.events import Event


class Part(BaseModel):
    """A part."""

    title: str
    parts: tuple["Part", ...] = ()


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Many(Event, type="Many"):
    """It has fields of every kind."""

    name: Annotated[str, Field(min_length=1, description="A name", examples=["Ada"])]
    amount: Decimal
    count: int = 3
    share: float | None = None
    at: datetime
    colour: Colour
    kind: Literal["a"]
    one: Union[int, str]  # noqa: UP007 - as some write it
    part: Part
    pair: tuple[int, str]
    ages: dict[str, int]
    anything: Any = None
    more: dict[str, Any] = Field(default_factory=dict)


def test_every_kind_of_field_has_its_shape() -> None:
    assert shape_of(Many).strip("{}").split(",", 1)[0] == "ages:{*:integer}"
    assert shape_of(Many) == (
        "{ages:{*:integer},amount:string,anything:any,at:date-time,"
        'colour:"blue"|"red",count:integer,kind:"a",more:object,name:string,one:integer|string,'
        "pair:[integer,string],part:{parts:[Part],title:string},share:null|number}"
    )


def event(**fields: Any) -> type[Event]:
    """Return an event type with these annotations."""
    return type("Made", (Event,), {"__annotations__": fields}, type="Made")


@pytest.mark.parametrize(
    "other",
    [
        event(name=str, address=str),
        event(),
        event(title=str),
        event(name=int),
        event(name=str | None),
        event(name=datetime),
        event(name=list[str]),
        event(name=Literal["Ada"]),
        event(name=Part),
    ],
    ids=shape_of,
)
def test_other_data_is_another_shape(other: type[Event]) -> None:
    assert shape_of(other) != shape_of(event(name=str))


def test_words_constraints_defaults_and_order_are_no_part_of_it() -> None:
    class Said(Event, type="Said"):
        """Words."""

        age: int = 3
        name: Annotated[str, Field(max_length=3, description="Words", title="Words")]

    assert shape_of(Said) == shape_of(event(name=str, age=int)) == "{age:integer,name:string}"
