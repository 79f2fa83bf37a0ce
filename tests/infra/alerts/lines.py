"""Log lines as metrics of Cloud Logging hear them."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

CONDITION = re.compile(r"jsonPayload\.([.\w]+)=(\([^)]*\)|\S+)")
EXTRACTOR = re.compile(r"EXTRACT\(jsonPayload\.([.\w]+)\)")
Line = dict[str, Any]
Metrics = dict[str, dict[str, Any]]


def assert_heard(metrics: Metrics, lines: Sequence[Line]) -> None:
    """Each of the metrics hears a line, and reads from it the number and the labels that it wants."""
    for name, metric in metrics.items():
        heard = [line for line in lines if matches(metric["filter"], line)]
        assert heard, f"{name}: nobody writes such a line"
        assert {type(value_in(metric, line)) for line in heard} <= {int, float}, name
        assert {type(label) for line in heard for label in labels_in(metric, line).values()} <= {str}, name


def matches(filter_: str, line: Line) -> bool:
    """Whether all that the filter says about the line itself holds."""
    conditions = CONDITION.findall(filter_)
    assert conditions
    return all(json.dumps(read(path, line)) in values.strip("()").split(" OR ") for path, values in conditions)


def value_in(metric: Mapping[str, Any], line: Line) -> Any:
    """Return what the metric gets from a line that it hears: one that reads no number counts lines."""
    extractor = metric.get("value_extractor")
    return _extracted(extractor, line) if extractor else 1


def labels_in(metric: Mapping[str, Any], line: Line) -> dict[str, Any]:
    return {label: _extracted(extractor, line) for label, extractor in (metric["label_extractors"] or {}).items()}


def read(path: str, line: Line) -> Any:
    part: Any = line
    for name in path.split("."):
        part = part.get(name) if isinstance(part, dict) else None
    return part


def _extracted(extractor: str, line: Line) -> Any:
    path = EXTRACTOR.fullmatch(extractor)
    assert path, f"{extractor} reads nothing"
    return read(path[1], line)
