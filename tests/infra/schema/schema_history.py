"""The schema as a sequence of statements, and what is on record of those that were applied somewhere."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from emulators.provisioning.schema import statements

SCHEMA = Path("infra") / "schema"
RECORD = SCHEMA / "released.txt"


def in_order(repository: Path) -> list[tuple[str, str]]:
    """File and statement, on one line, in the order of the files' numbers, whichever folder they are in."""
    files = sorted((repository / SCHEMA).rglob("*.sql"), key=lambda file: file.name)
    return [(file.name, " ".join(statement.split())) for file in files for statement in statements(file.read_text())]


def as_recorded(sequence: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each: which file, which text."""
    return [f"{file} {sha256(statement.encode()).hexdigest()[:16]}" for file, statement in sequence]


def on_record(repository: Path) -> list[str]:
    return (repository / RECORD).read_text().splitlines()
