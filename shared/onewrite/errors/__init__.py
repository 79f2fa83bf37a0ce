"""Every error that this system raises on purpose, and what to do about it.

OnewriteError
├── BadInput                      the request is wrong            mend it and send it again
│   ├── InvalidStreamId
│   ├── InvalidFields             names every field, with its place
│   ├── InvalidPageToken
│   ├── StreamWithoutCategory     there are several categories
│   ├── InvalidMessage            not a message of this system
│   ├── TimeToCome                the state at that time can still change
│   └── IdempotencyKeyReused      another command had this key
├── NotFound                      it isn't there                  look elsewhere
│   ├── StreamNotFound            nothing was ever appended
│   ├── StreamNotYetThere         nothing had been appended by then
│   ├── VersionNotFound           the stream is shorter than that
│   ├── RowNotFound               the view has nothing under that key
│   ├── NothingFound              a query of the domain's own has no answer
│   ├── UnknownCommand
│   └── UnknownProjection
├── CommandRejected               the domain rejects it           tell the person
├── WrongExpectedVersion          another writer was first        read again, decide again
├── StreamContended               too many writers at once        send it again in a moment
├── UndecodableEvent              no code here can read it        add an upcaster, then release
├── RowsRefused                   the store can't keep such rows  mend the projection or its table, then release
├── EventNotApplied               it will be tried again          look at it when it parks
├── ProjectionHalted              most streams fail alike         mend the projection and deploy it
├── ViewParked                    a failing event stops the view  mend the cause, then release
├── ViewBehind                    it could not catch up in time   ask again
├── ViewNotServed                 code and database differ        evolve step by step: shared/replace_a_view.md
│   ├── TablesDiffer              its rows are in other tables
│   ├── ViewLeftOver              another view isn't declared
│   └── ViewRemoved
├── LeaseLost                     another instance took over      stop; that one carries on
├── OperationRefused              the views are not in that state look at `onewrite status`
│   └── DataHidden                operators may not see data      ask whoever deploys
├── BadDomain                     the domain's code is wrong      mend it and deploy it
│   ├── EventNotDeclared
│   ├── EventRetired
│   ├── ColumnNotDeclared
│   ├── RowWithoutKey
│   ├── KeyTooLong
│   ├── TextNotDeclared
│   ├── ColumnOfAnotherType
│   ├── NotEvents                 `decide` returns something else
│   ├── NotAState                 `evolve` returns something else
│   ├── NotInAnyDomain            a projection on its own
│   ├── NotRead                   a query reads what it doesn't name
│   ├── IndexNotDeclared          a query reads in an order that no index has
│   ├── AnswerOfAnotherType       a query's function returns something else
│   └── RowOfAnotherStream        rows belong to streams
├── Misconfigured                 what is deployed doesn't fit    mend what it names
│   ├── NotInSchema               a table, a column or an index is missing
│   ├── NoDatabase
│   ├── NoDomain
│   └── NotInDomain               a function's projection is missing
└── Unavailable                   the store or bus is down        try again later

Errors of HTTP requests are in `adapters/http/refusals.py`.
"""

from onewrite.errors.base import DataHidden, LeaseLost, OnewriteError, OperationRefused, Unavailable
from onewrite.errors.commands import CommandRejected, StreamContended, WrongExpectedVersion
from onewrite.errors.deployment import Misconfigured, NoDatabase, NoDomain, NotInDomain, NotInSchema
from onewrite.errors.domain import (
    AnswerOfAnotherType,
    BadDomain,
    ColumnNotDeclared,
    ColumnOfAnotherType,
    EventNotDeclared,
    EventRetired,
    IndexNotDeclared,
    KeyTooLong,
    NotAState,
    NotEvents,
    NotInAnyDomain,
    NotRead,
    RowOfAnotherStream,
    RowWithoutKey,
    TextNotDeclared,
)
from onewrite.errors.evolution import TablesDiffer, ViewLeftOver, ViewNotServed, ViewRemoved
from onewrite.errors.input import (
    MAX_NAMED_PROBLEMS,
    BadInput,
    FieldProblem,
    IdempotencyKeyReused,
    InvalidFields,
    InvalidMessage,
    InvalidPageToken,
    InvalidStreamId,
    StreamWithoutCategory,
    TimeToCome,
)
from onewrite.errors.missing import (
    NotFound,
    NothingFound,
    RowNotFound,
    StreamNotFound,
    StreamNotYetThere,
    UnknownCommand,
    UnknownProjection,
    VersionNotFound,
)
from onewrite.errors.views import (
    EventNotApplied,
    ProjectionHalted,
    RowsRefused,
    UndecodableEvent,
    ViewBehind,
    ViewParked,
)

__all__ = [
    "MAX_NAMED_PROBLEMS",
    "AnswerOfAnotherType",
    "BadDomain",
    "BadInput",
    "ColumnNotDeclared",
    "ColumnOfAnotherType",
    "CommandRejected",
    "DataHidden",
    "EventNotApplied",
    "EventNotDeclared",
    "EventRetired",
    "FieldProblem",
    "IdempotencyKeyReused",
    "IndexNotDeclared",
    "InvalidFields",
    "InvalidMessage",
    "InvalidPageToken",
    "InvalidStreamId",
    "KeyTooLong",
    "LeaseLost",
    "Misconfigured",
    "NoDatabase",
    "NoDomain",
    "NotAState",
    "NotEvents",
    "NotFound",
    "NotInAnyDomain",
    "NotInDomain",
    "NotInSchema",
    "NotRead",
    "NothingFound",
    "OnewriteError",
    "OperationRefused",
    "ProjectionHalted",
    "RowNotFound",
    "RowOfAnotherStream",
    "RowWithoutKey",
    "RowsRefused",
    "StreamContended",
    "StreamNotFound",
    "StreamNotYetThere",
    "StreamWithoutCategory",
    "TablesDiffer",
    "TextNotDeclared",
    "TimeToCome",
    "Unavailable",
    "UndecodableEvent",
    "UnknownCommand",
    "UnknownProjection",
    "VersionNotFound",
    "ViewBehind",
    "ViewLeftOver",
    "ViewNotServed",
    "ViewParked",
    "ViewRemoved",
    "WrongExpectedVersion",
]
