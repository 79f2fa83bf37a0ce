"""Log lines as metrics hear them."""

import json
import re
from collections.abc import Sequence
from typing import Any

CONDITION = re.compile(r"jsonPayload\.([.\w]+)=(\S+)")
EXTRACTOR = re.compile(r"EXTRACT\(jsonPayload\.([.\w]+)\)")
Line = dict[str, Any]
Metrics = dict[str, dict[str, Any]]


def assert_heard(metrics: Metrics, lines: Sequence[Line]) -> None:
    """Each of the metrics hears a line, and reads a number from what it hears if it is one that reads."""
    for name, metric in metrics.items():
        heard = [line for line in lines if matches(metric["filter"], line)]
        assert heard, f"{name}: nobody writes such a line"
        if extractor := metric.get("value_extractor"):
            path = EXTRACTOR.fullmatch(extractor)
            assert path, f"{name}: {extractor} reads nothing"
            assert {type(read(path[1], line)) for line in heard} <= {int, float}, name


def matches(filter_: str, line: Line) -> bool:
    """Whether all that the filter says about the line itself holds."""
    conditions = CONDITION.findall(filter_)
    assert conditions
    return all(json.dumps(read(path, line)) == value for path, value in conditions)


def read(path: str, line: Line) -> Any:
    part: Any = line
    for name in path.split("."):
        part = part.get(name) if isinstance(part, dict) else None
    return part
