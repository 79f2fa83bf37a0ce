"""The DDL statements of `infra/schema/*.sql`."""

import re
from collections.abc import Iterable
from pathlib import Path

from onewrite.checks.paths import SCHEMA

#: Comments and quoted text are matched whole, so that a semicolon inside them does not end a statement.
_PIECES = re.compile(r"""--[^\n]*|/\*.*?\*/|'[^']*'|"[^"]*"|`[^`]*`|;|[^-/'"`;]+|.""", re.DOTALL)
_TABLE = re.compile(r"(CREATE|DROP) TABLE (?:IF (?:NOT )?EXISTS )?`?(\w+)`?", re.IGNORECASE)


def schema(folder: Path = SCHEMA) -> list[str]:
    """Return every statement, in the order of the numbered files."""
    return [statement for file in sorted(folder.glob("*.sql")) for statement in statements(file.read_text())]


def statements(sql: str) -> list[str]:
    """Split at semicolons and leave comments out."""
    found = [""]
    for piece in _PIECES.findall(sql):
        if piece == ";":
            found.append("")
        elif not piece.startswith(("--", "/*")):
            found[-1] += piece
    return [statement.strip() for statement in found if statement.strip()]


def title(statement: str) -> str:
    """Return what tells a statement from others: `CREATE TABLE streams`."""
    return " ".join(statement.partition("(")[0].split())


def tables(ddl: Iterable[str]) -> set[str]:
    """Return the names of the tables that the statements create and don't drop."""
    found = [match for statement in ddl if (match := _TABLE.match(statement.strip()))]
    last = {name: verb.upper() for verb, name in map(re.Match.groups, found)}
    return {name for name, verb in last.items() if verb == "CREATE"}
