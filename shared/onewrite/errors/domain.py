"""Errors of a domain's code: it uses what it hasn't declared. The messages name what the code names, no data."""

from onewrite.errors.base import OnewriteError


class BadDomain(OnewriteError):
    """The code of the domain is wrong and can't succeed until it is mended."""


class EventNotDeclared(BadDomain):
    def __init__(self, event: str) -> None:
        super().__init__(f"{event} is decided and not declared: add it to the domain's EventTypes", event=event)


class EventRetired(BadDomain):
    def __init__(self, event: str) -> None:
        super().__init__(f"{event} is decided and retired: decide another event, or take out `retired`", event=event)


class ColumnNotDeclared(BadDomain):
    def __init__(self, table: str, columns: str) -> None:
        super().__init__(
            f"{table} has no column {columns}: add it to the row of the Table, or mend the name",
            table=table,
            columns=columns,
        )


class RowWithoutKey(BadDomain):
    def __init__(self, table: str, columns: str) -> None:
        super().__init__(
            f"A row of {table} is named without {columns}: name all columns of its key", table=table, columns=columns
        )


class KeyTooLong(BadDomain):
    def __init__(self, table: str, columns: str) -> None:
        super().__init__(
            f"A key of {table} has more parts than {columns}: leave out what is behind them",
            table=table,
            columns=columns,
        )


class TextNotDeclared(BadDomain):
    def __init__(self, table: str) -> None:
        super().__init__(f"{table} has no text column to search: name one as the text of its Table", table=table)


class RowOfAnotherStream(BadDomain):
    """A projection reads or writes a row that belongs to another stream than the event."""

    def __init__(self, table: str, column: str, category: str) -> None:
        super().__init__(
            f"Rows of {table} belong to streams of {category}: {column} must be the key of the event's stream. What "
            f"counts over streams is a Totals, and what joins views is a query",
            table=table,
            column=column,
            category=category,
        )


class NotEvents(BadDomain):
    def __init__(self, command: str, decided: str) -> None:
        super().__init__(
            f"{command} was decided as {decided}: return a sequence of events, an empty one if nothing changes",
            command=command,
            decided=decided,
        )


class NotAState(BadDomain):
    def __init__(self, event: str, evolved: str) -> None:
        super().__init__(
            f"{event} was evolved into {evolved}: return a state, the same one if nothing changes",
            event=event,
            evolved=evolved,
        )


class NotInAnyDomain(BadDomain):
    def __init__(self, projection: str, name: str) -> None:
        super().__init__(
            f"{projection} is in no domain yet, so its events can't be read: take it from one, as in "
            f'DOMAIN.projection("{name}")',
            projection=projection,
            name=name,
        )


class NotRead(BadDomain):
    def __init__(self, table: str, path: str) -> None:
        super().__init__(
            f"The query {path} reads {table} and doesn't say so: add it to `reads`", table=table, path=path
        )


class IndexNotDeclared(BadDomain):
    def __init__(self, table: str, index: str) -> None:
        super().__init__(f"{table} has no {index}: add it to its indexes", table=table, index=index)


class AnswerOfAnotherType(BadDomain):
    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(
            f"The query {path} is answered with {found}: return its {expected}, or None if there is nothing",
            path=path,
            found=found,
            expected=expected,
        )


class ColumnOfAnotherType(BadDomain):
    def __init__(self, table: str, column: str, kind: str, expected: str) -> None:
        super().__init__(
            f"{table}.{column} is {expected} and can't hold a value of type {kind}: mend the value, or the row of the "
            f"Table",
            table=table,
            column=column,
            kind=kind,
            expected=expected,
        )
