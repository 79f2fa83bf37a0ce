"""The schema as a sequence of statements, and the list of those that a deployed database may have."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from onewrite.checks.statements import statements

SCHEMA = Path("infra") / "schema"
RELEASED = SCHEMA / "released.txt"


def in_order(repository: Path) -> list[tuple[str, str]]:
    """File and statement, on one line, in the order of the files' numbers, whichever folder they are in."""
    files = sorted((repository / SCHEMA).rglob("*.sql"), key=lambda file: file.name)
    return [(file.name, " ".join(statement.split())) for file in files for statement in statements(file.read_text())]


def as_released(sequence: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each: which file, which text."""
    return [f"{file} {sha256(statement.encode()).hexdigest()[:16]}" for file, statement in sequence]


def released(repository: Path) -> list[str]:
    return (repository / RELEASED).read_text().splitlines()
