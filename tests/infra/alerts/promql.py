"""PromQL, as far as alerts use it: what a query answers when each metric is one series, or when there is none."""

import operator
from collections.abc import Callable, Mapping
from typing import Final

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
COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {"<": operator.lt, ">": operator.gt}


def answer(query: str, series: Mapping[str, float]) -> float | None:
    """The value, or None for "no data". A series is what its metric is, or grew by in any window.

    Where a query asks for errors only (5xx), it asks for the series `<metric> 5xx`. ValueError: this is no PromQL.
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
            errors = any(matcher.value == "5xx" for matcher in expression.matchers.matchers)
            return series.get(f"{expression.name} 5xx" if errors else str(expression.name))
        case MatrixSelector():
            return _value(expression.vector_selector, series)
        case ParenExpr() | AggregateExpr():
            return _value(expression.expr, series)
        case Call():
            return _value(expression.args[-1], series)
        case BinaryExpr():
            return _combined(expression, _value(expression.lhs, series), _value(expression.rhs, series))
    raise AssertionError(f"not understood: {expression.prettify()}")


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
