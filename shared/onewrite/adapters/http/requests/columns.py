"""Values of columns as a request names them: in its path, in a parameter, in a page token."""

import re
from datetime import datetime
from decimal import Decimal
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, WithJsonSchema
from pydantic.fields import FieldInfo

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.streams import ID, KEY
from onewrite.domain.text import normalised
from onewrite.domain.views.columns import ColumnType, column_type
from onewrite.domain.views.values import FRACTION_DIGITS, GREATEST, WHOLE_DIGITS, kind_of
from onewrite.errors import InvalidStreamId


def _encoded(text: object) -> object:
    if isinstance(text, str) and re.search(r":\d\d(\.\d+)? \d\d:?\d\d$", text):
        raise ValueError("in a query a + is read as a space: write it as %2B, for example %2B05:30")
    return text


def _fitting(known: ColumnType, value: Any) -> Any:
    if not known.takes(value):
        raise ValueError(f"no column can hold it: {kind_of(value)}")
    return value


Time = Annotated[AwareDatetime, BeforeValidator(_encoded), AfterValidator(partial(_fitting, ColumnType("TIMESTAMP")))]
Text = Annotated[str, AfterValidator(normalised)]
#: Of the types whose values have to fit a column, those that do.
FITTING: Final = {
    int: Annotated[int, Field(ge=-GREATEST - 1, le=GREATEST)],
    Decimal: Annotated[Decimal, Field(max_digits=WHOLE_DIGITS + FRACTION_DIGITS, decimal_places=FRACTION_DIGITS)],
    datetime: Time,
}


def key_pattern(aggregate: Aggregate) -> str:
    """Return the pattern of what names a stream in a path."""
    return (KEY if aggregate.hashed_ids else ID).pattern


def stored_key(aggregate: Aggregate) -> AfterValidator:
    """Return what makes the key that is stored of a text that names a stream."""

    def stored(text: str) -> str:
        try:
            return aggregate.stream(text).key
        except InvalidStreamId as wrong:
            raise ValueError(wrong.key_rule) from None

    return AfterValidator(stored)


def stream_key(aggregate: Aggregate) -> Any:
    """Return the type of the leading column of a table that holds rows of these streams."""
    pattern = WithJsonSchema({"type": "string", "pattern": f"^{key_pattern(aggregate)}$"})
    return Annotated[str, pattern, stored_key(aggregate)]


def sent_type(field: FieldInfo) -> Any:
    """Return the type of a value that a client names, for a column with this field; texts come as they are stored."""
    kept = kept_type(field)
    return Text if kept is str else kept


def kept_type(field: FieldInfo) -> Any:
    """Return the type of a value that the column has, null left out."""
    kind: Any = field.annotation
    if get_origin(kind) in {Union, UnionType}:
        kinds = tuple(_without_rules(one) for one in get_args(kind) if one is not NoneType)
        kind = kinds[0] if len(kinds) == 1 else Union[kinds]  # noqa: UP007 - they are known at run time only
    if get_origin(kind) is Literal:
        return _chosen(kind) if isinstance(get_args(kind)[0], int) else kind
    return FITTING.get(kind, kind) if isinstance(kind, type) else kind


def own_type(field: FieldInfo) -> Any:
    """Return the type of a parameter of a query of one's own, so that it can be compared with what a column has."""
    known = column_type(field)
    assert known is not None
    kind: Any = _chosen(field.annotation) if known.name == "INT64" else field.annotation
    return Annotated[kind, AfterValidator(partial(_fitting, known))]


def _chosen(kind: Any) -> Any:
    """Return the type, of choices among numbers, so that it reads them from text too; pydantic alone doesn't."""
    return Annotated[kind, BeforeValidator(_number)]


def _without_rules(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _number(text: object) -> object:
    return int(text) if isinstance(text, str) and re.fullmatch(r"-?\d+", text) else text
