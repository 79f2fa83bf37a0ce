"""The definition of metrics, `infra/metrics.json`: each is read from log lines with one of its `actions`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Metric(BaseModel):
    """A counter adds up what its `field` says, or the lines themselves; a gauge is what the newest line says.

    Only lines that have the values of `only` count. `labels` are fields of the line, with few values each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["counter", "gauge"]
    unit: str
    meaning: str
    actions: tuple[str, ...]
    field: str | None = None
    only: Mapping[str, str | bool | int] = {}
    labels: tuple[str, ...] = ()

    def value_in(self, line: Mapping[str, Any]) -> float | None:
        """Return what the line adds or says; None if it isn't one of this metric's."""
        if line.get("action") not in self.actions:
            return None
        if any(_part(line, path) != value for path, value in self.only.items()):
            return None
        return 1.0 if self.field is None else float(_part(line, self.field))

    def labels_in(self, line: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the values of the labels, in their order."""
        return tuple(str(_part(line, label)) for label in self.labels)


_DEFINITION = TypeAdapter(dict[str, Metric])


def read_definition(file: Path) -> Mapping[str, Metric]:
    """Return the metrics by name. Raises ValidationError, and OSError if there is no such file."""
    return _DEFINITION.validate_json(file.read_bytes())


def _part(line: Mapping[str, Any], path: str) -> Any:
    part: Any = line
    for name in path.split("."):
        part = part[name]
    return part
