"""What one act is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from onewrite.application.ports.audit_log import Actor


@dataclass(frozen=True)
class Act:
    """`run` takes the model and who does it, and returns a report. `report` is its model, where there is one."""

    summary: str
    model: type[BaseModel]
    run: Callable[[Any, Actor], Any]
    report: type[BaseModel] | None = None
