"""What one read is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from onewrite.application.ports.audit_log import Actor

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Read:
    """`run` takes the model and who asks, and returns a report. `report` is its model, where there is one."""

    summary: str
    model: type[BaseModel]
    run: Callable[[Any, Actor], Any]
    report: type[BaseModel] | None = None


def read(summary: str, model: type[M], run: Callable[[M], Any]) -> Read:
    """Return a read that is the same for everybody."""
    return Read(summary, model, lambda wanted, _: run(wanted))


def read_as(report: type[BaseModel], summary: str, model: type[M], run: Callable[[M, Actor], BaseModel]) -> Read:
    """Return a read whose report has a model."""
    return Read(summary, model, lambda wanted, actor: run(wanted, actor).model_dump(mode="json"), report)
