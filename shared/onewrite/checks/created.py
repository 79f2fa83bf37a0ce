"""What statements of DDL create, as far as views need it: tables with their columns and keys, and indexes.

Other statements change nothing of that, and are passed over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

NAME: Final = r"`?(\w+)`?"
TABLE: Final = re.compile(rf"CREATE TABLE (?:IF NOT EXISTS )?{NAME} ?\((.*)", re.IGNORECASE)
INDEX: Final = re.compile(
    rf"CREATE ((?:UNIQUE |NULL_FILTERED |SEARCH )*)INDEX (?:IF NOT EXISTS )?{NAME} ON {NAME} ?\((.*)", re.IGNORECASE
)
PARTITION: Final = re.compile(r"PARTITION BY ([\w`, ]+?)(?: ORDER BY|, INTERLEAVE| OPTIONS|$)", re.IGNORECASE)
DROP: Final = re.compile(rf"DROP (TABLE|INDEX|SEARCH INDEX) (?:IF EXISTS )?{NAME}", re.IGNORECASE)
ALTER: Final = re.compile(
    rf"ALTER TABLE {NAME} (ADD|ALTER|DROP) COLUMN (?:IF (?:NOT )?EXISTS )?{NAME} ?(.*)", re.IGNORECASE
)
RENAME: Final = re.compile(rf"(?:ALTER TABLE {NAME} RENAME TO {NAME}|RENAME TABLE {NAME} TO {NAME})", re.IGNORECASE)
#: The type of a column, and what follows.
COLUMN: Final = re.compile(r"(ARRAY ?<.*?>|\w+(?: ?\( ?\w+ ?\))?) ?(.*)", re.IGNORECASE)
KEY: Final = re.compile(r"PRIMARY KEY ?\((.*)", re.IGNORECASE)
#: What stands among the columns and is none.
NO_COLUMN: Final = re.compile(r"(PRIMARY KEY|CONSTRAINT|FOREIGN KEY|CHECK|UNIQUE|SYNONYM)\b", re.IGNORECASE)
SETTING: Final = re.compile(r"(SET|DROP) ", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """`rest` is what follows the type: NOT NULL, a default, how it is computed."""

    type: str
    rest: str

    @property
    def must_be_written(self) -> bool:
        outside = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", self.rest)).upper()
        return "NOT NULL" in outside and "DEFAULT" not in outside and not re.search(r"\bAS\b", outside)

    def __str__(self) -> str:
        return f"{self.type} {self.rest}".strip()


@dataclass(frozen=True)
class CreatedTable:
    columns: Mapping[str, Column]
    key: tuple[str, ...]


@dataclass(frozen=True)
class CreatedIndex:
    """`kind` is what stands before INDEX: UNIQUE, NULL_FILTERED, SEARCH."""

    table: str
    columns: tuple[str, ...]
    kind: str = ""
    partition: tuple[str, ...] = ()


@dataclass
class Created:
    tables: dict[str, CreatedTable] = field(default_factory=dict)
    indexes: dict[str, CreatedIndex] = field(default_factory=dict)

    @classmethod
    def by(cls, statements: Iterable[str]) -> "Created":
        """Return what there is after these statements."""
        there = cls()
        for statement in statements:
            there._take(" ".join(statement.split()))
        return there

    def _take(self, statement: str) -> None:
        if found := TABLE.match(statement):
            self.tables[found[1]] = _table(found[2])
        elif found := INDEX.match(statement):
            inside, behind = _brackets(found[4])
            partition = PARTITION.search(behind)
            columns, parts = _columns(inside), _columns(partition[1]) if partition else ()
            self.indexes[found[2]] = CreatedIndex(found[3], columns, found[1].strip().upper(), parts)
        elif found := DROP.match(statement):
            (self.tables if found[1].upper() == "TABLE" else self.indexes).pop(found[2], None)
        elif found := ALTER.match(statement):
            self._alter(*found.groups())
        elif found := RENAME.match(statement):
            before, after = filter(None, found.groups())
            if before in self.tables:
                self.tables[after] = self.tables.pop(before)

    def _alter(self, name: str, verb: str, column: str, definition: str) -> None:
        table = self.tables.get(name)
        if table is None or SETTING.match(definition):
            return
        columns = {known: what for known, what in table.columns.items() if known != column or verb.upper() != "DROP"}
        if verb.upper() != "DROP":
            columns[column] = _column(definition)
        self.tables[name] = replace(table, columns=columns)


def _table(text: str) -> CreatedTable:
    inside, behind = _brackets(text)
    columns, key = {}, KEY.search(behind) or KEY.match(next(filter(KEY.match, _parts(inside)), ""))
    for part in _parts(inside):
        if not NO_COLUMN.match(part):
            name, _, definition = part.partition(" ")
            columns[name.strip("`")] = _column(definition)
    of_one = tuple(name for name, column in columns.items() if "PRIMARY KEY" in column.rest.upper())
    return CreatedTable(columns, _columns(_brackets(key[1])[0]) if key else of_one)


def _column(definition: str) -> Column:
    found = COLUMN.match(definition)
    return Column(found[1].replace(" ", "").upper(), found[2]) if found else Column(definition, "")


def _columns(text: str) -> tuple[str, ...]:
    """Return the columns of a key or an index, without ASC, which is the default."""
    return tuple(re.sub(r" ASC$", "", part.replace("`", ""), flags=re.IGNORECASE) for part in _parts(text))


def _brackets(text: str) -> tuple[str, str]:
    """Return what is before the closing bracket, and what is behind it."""
    depth = 1
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth:
            return text[:place], text[place + 1 :].strip()
    return text, ""


def _parts(text: str) -> Iterator[str]:
    """Split at the commas that are in no brackets."""
    part, round_, pointed = "", 0, 0
    for character in text:
        round_ += {"(": 1, ")": -1}.get(character, 0)
        pointed += 0 if round_ else {"<": 1, ">": -1}.get(character, 0)
        if character == "," and not round_ and not pointed:
            yield part.strip()
            part = ""
        else:
            part += character
    if part.strip():
        yield part.strip()
