"""Finds the statements that a database lacks of a schema that was only added to."""

from emulators.errors import CannotRun
from emulators.provisioning.databases import Databases
from onewrite.checks.statements import title

REMEDY = (
    "leave what the database has and add statements at the end, as ALTER TABLE in a file of the next number, "
    "or start `make up` with a fresh emulator, without the data, or with another ONEWRITE_DATABASE"
)


def additions(databases: Databases, name: str, ddl: list[str]) -> list[str]:
    """Return the statements behind those that made the database. Raises `CannotRun` if it wasn't made of the first.

    It is compared with a temporary one after each statement, because only the emulator knows how it prints them.
    """
    there, printed = databases.ddl(name), [set[str]()]
    with databases.temporary() as like:
        for statement in ddl:
            databases.apply(like, statement)
            printed.append(databases.ddl(like))
    made_of = [count for count, made in enumerate(printed) if made == there]
    if not made_of:
        what = _difference(there, printed, ddl)
        raise CannotRun(f"infra/schema isn't what the database {name} was made of ({what}): {REMEDY}")
    return ddl[made_of[-1] :]


def _difference(there: set[str], printed: list[set[str]], ddl: list[str]) -> str:
    """Name a statement of the database that the schema never makes, else the first that the database lacks."""
    if changed := there.difference(*printed):
        return f"{min(map(title, changed))} differs"
    had = max(count for count, made in enumerate(printed) if made <= there)
    return f"{title(ddl[had])} comes before what the database has"
