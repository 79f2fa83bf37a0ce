"""What is wrong with a body: where it stands in the text that was sent, and in whose words."""

import pytest
from pydantic import BaseModel, Field, field_validator

from onewrite.adapters.http.requests.json_models import model_of
from onewrite.errors import InvalidFields


class Measured(BaseModel):
    weight: float = Field(default=0, alias="how heavy")
    both: tuple[float, float] = (0, 0)
    all: list[float] = []
    some: set[float] = set()
    few: frozenset[float] = frozenset()
    named: dict[str, float] = {}


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (b'{"how heavy": 1e999}', "#/how%20heavy"),
        (b'{"both": [1, 1e999]}', "#/both/1"),
        (b'{"all": [1, 1e999]}', "#/all/1"),
        (b'{"some": [1e999]}', "#/some/0"),
        (b'{"few": [1e999]}', "#/few/0"),
        (b'{"named": {"a/b": 1e999}}', "#/named/a~1b"),
    ],
)
def test_a_number_that_cannot_be_stored_is_pointed_at(text: bytes, pointer: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        model_of(Measured, text)
    assert [(problem.where, problem.name) for problem in refused.value.problems] == [("pointer", pointer)]


class Agreed(BaseModel):
    yes: bool = True
    no: bool = False

    @field_validator("yes")
    @classmethod
    def _raised(cls, said: bool) -> bool:
        if not said:
            raise ValueError("say yes")
        return said

    @field_validator("no")
    @classmethod
    def _asserted(cls, said: bool) -> bool:
        if said:
            raise AssertionError("say no")
        return said


def test_the_words_of_a_domain_are_told_as_they_are() -> None:
    with pytest.raises(InvalidFields) as refused:
        model_of(Agreed, b'{"yes": false, "no": true}')
    assert [problem.detail for problem in refused.value.problems] == ["say yes", "say no"]
