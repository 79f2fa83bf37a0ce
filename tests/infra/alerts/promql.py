"""PromQL, as far as alerts use it: what a query answers when few series are there, or none."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from promql_parser import (
    AggregateExpr,
    BinaryExpr,
    Call,
    Expr,
    MatrixSelector,
    NumberLiteral,
    ParenExpr,
    VectorSelector,
    parse,
)

ARITHMETIC: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "/": operator.truediv,
}
MATCHES: Final[Mapping[str, Callable[[str, str], object]]] = {
    "MatchOp.Equal": lambda pattern, label: pattern == label,
    "MatchOp.NotEqual": lambda pattern, label: pattern != label,
    "MatchOp.Re": re.fullmatch,
    "MatchOp.NotRe": lambda pattern, label: not re.fullmatch(pattern, label),
}
#: Labels that every series of its metric has with the same value.
GIVEN: Final = {"monitored_resource", "priority"}
COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {"<": operator.lt, ">": operator.gt}


def answer(query: str, series: Mapping[str, float]) -> float | None:
    """The value, or None for "no data". A series is what its metric is, or grew by in any window, the largest if many.

    It is named by its metric and its labels: `requests service_name=a`. ValueError: this is no PromQL.
    """
    return _value(parse(query), series)


def calls(query: str, series: Mapping[str, float]) -> bool:
    """Whether an alert with this query calls: its query has an answer."""
    return answer(query, series) is not None


def _value(expression: Expr, series: Mapping[str, float]) -> float | None:
    match expression:
        case NumberLiteral():
            return expression.val
        case VectorSelector():
            return max((value for name, value in series.items() if _is_meant(name, expression)), default=None)
        case MatrixSelector():
            return _value(expression.vector_selector, series)
        case ParenExpr() | AggregateExpr():
            return _value(expression.expr, series)
        case Call():
            return _value(expression.args[-1], series)
        case BinaryExpr():
            return _combined(expression, _value(expression.lhs, series), _value(expression.rhs, series))
    raise AssertionError(f"not understood: {expression.prettify()}")


def windows(query: str) -> set[timedelta]:
    """Return the lengths of time over which the query looks back."""
    return set(_windows(parse(query)))


def _windows(part: Any) -> Iterator[timedelta]:
    match part:
        case MatrixSelector():
            yield part.range
        case ParenExpr() | AggregateExpr():
            yield from _windows(part.expr)
        case Call():
            yield from (window for argument in part.args for window in _windows(argument))
        case BinaryExpr():
            yield from (window for side in (part.lhs, part.rhs) for window in _windows(side))


def _is_meant(series: str, selector: VectorSelector) -> bool:
    metric, *labels = series.split()
    known = dict(label.split("=") for label in labels)
    asked = [matcher for matcher in selector.matchers.matchers if matcher.name not in GIVEN]
    return metric == selector.name and all(MATCHES[str(one.op)](one.value, known.get(one.name, "")) for one in asked)


def _combined(both: BinaryExpr, left: float | None, right: float | None) -> float | None:
    sign = str(both.op)
    if sign == "or":
        return right if left is None else left
    if left is None or right is None:
        return None
    if sign in ARITHMETIC:
        return ARITHMETIC[sign](left, right)
    holds = COMPARISONS[sign](left, right)
    if both.modifier and both.modifier.return_bool:
        return float(holds)
    return left if holds else None
