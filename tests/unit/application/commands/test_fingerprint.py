"""A command's fingerprint: what was said, whoever looks at it, before and after a deployment."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

import pytest
from pydantic import BaseModel

from onewrite.application.commands.fingerprint import fingerprint_of
from onewrite.domain.commands import Command


def order(**fields: object) -> Callable[..., Command]:
    """One deployment's idea of the command."""
    body = {"__annotations__": {name: type(value) for name, value in fields.items()}, **fields}
    return type("Order", (Command,), body, name="order")


def test_a_field_that_a_deployment_adds_changes_nothing_for_those_who_do_not_use_it() -> None:
    before, after = order(cup="", sugar=0), order(cup="", sugar=0, note="")
    assert fingerprint_of(after(cup="tea")) == fingerprint_of(before(cup="tea"))
    assert fingerprint_of(after(cup="tea", note="hot")) != fingerprint_of(before(cup="tea"))


def test_a_default_that_is_spelled_out_changes_nothing() -> None:
    said = order(cup="", sugar=0, notes=[])
    assert fingerprint_of(said(cup="tea", sugar=0, notes=[])) == fingerprint_of(said(cup="tea"))


def test_the_order_of_fields_changes_nothing() -> None:
    before, after = order(cup="", sugar=0), order(sugar=0, cup="")
    assert fingerprint_of(after(cup="tea", sugar=1)) == fingerprint_of(before(cup="tea", sugar=1))


@pytest.mark.parametrize(
    ("default", "one", "other"),
    [
        ("", "tea", "Tea"),
        (0, 1, 10),
        (Decimal(0), Decimal("1.0"), Decimal("1.5")),
        (datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
        ([], ["a", "b"], ["b", "a"]),
        ({}, {"a": 1}, {"a": 2}),
        ({}, {"a": {"b": 1}}, {"b": {"a": 1}}),
        (frozenset(), frozenset("ab"), frozenset("abc")),
        (frozenset(), frozenset((1, "a")), frozenset((1, "b"))),
        (b"", b"a", b"b"),
    ],
)
def test_whatever_else_is_said_changes_it(default: object, one: object, other: object) -> None:
    model = order(said=default)
    assert fingerprint_of(model(said=one)) == fingerprint_of(model(said=one)) != fingerprint_of(model(said=other))


def test_the_name_of_the_command_belongs_to_it() -> None:
    class Reorder(Command, name="reorder"):
        cup: str = ""

    assert fingerprint_of(Reorder(cup="tea")) != fingerprint_of(order(cup="")(cup="tea"))


class Card(BaseModel):
    kind: Literal["card"] = "card"
    amount: int


class Cash(BaseModel):
    kind: Literal["cash"] = "cash"
    amount: int


class Pay(Command, name="pay"):
    by: Card | Cash
    tags: list[list[str]] | list[str] | dict[str, str] | frozenset[str] | None = None


def test_parts_that_only_a_default_tells_apart_are_told_apart() -> None:
    assert fingerprint_of(Pay(by=Card(amount=1))) != fingerprint_of(Pay(by=Cash(amount=1)))


def test_a_list_does_not_pass_for_an_object_or_a_set() -> None:
    card = Card(amount=1)
    assert fingerprint_of(Pay(by=card, tags=[["a", "b"]])) != fingerprint_of(Pay(by=card, tags={"a": "b"}))
    assert fingerprint_of(Pay(by=card, tags=["a", "b"])) != fingerprint_of(Pay(by=card, tags=frozenset("ab")))


BRING = """
from onewrite.application.commands.fingerprint import fingerprint_of
from onewrite.domain.commands import Command

class Bring(Command, name="bring"):
    things: frozenset[str]

print(fingerprint_of(Bring(things=frozenset(("tea", "milk", "sugar", "cake")))))
"""


def test_two_instances_agree_although_each_has_its_own_order_of_a_set() -> None:
    def on_an_instance(hash_seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        return subprocess.run([sys.executable, "-c", BRING], env=environment, capture_output=True, check=True).stdout

    assert on_an_instance("1") == on_an_instance("2")
