"""The grants of the real service, which no emulator takes, read as text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from emulators.provisioning.schema import statements

TO_TABLES = re.compile(r"(GRANT|REVOKE) ([A-Z, ]+) ON TABLE ([\w, ]+) (?:TO|FROM) ROLE (\w+)")
TO_ROLES = re.compile(r"(GRANT|REVOKE) ROLE ([\w, ]+) (?:TO|FROM) ROLE (\w+)")
ROLE = re.compile(r"(CREATE|DROP) ROLE (\w+)")
TABLE = re.compile(r"DROP TABLE (\w+)")
OTHERS = re.compile(r"(CREATE|ALTER|DROP) (?!ROLE)")
Rights = Mapping[str, set[str]]


def rights_of_roles(schema: Path) -> Mapping[str, Rights]:
    """Return what each role may do with each table, inherited rights included, after all files of both folders."""
    files = sorted(schema.rglob("*.sql"), key=lambda file: file.name)
    return Roles(statement for file in files for statement in statements(file.read_text())).rights


class Roles:
    """The roles after these statements, which have to be ones that Spanner takes."""

    def __init__(self, ddl: Iterable[str]) -> None:
        self._direct: dict[str, dict[str, set[str]]] = {}
        self._inherits: dict[str, set[str]] = {}
        for statement in ddl:
            self._apply(" ".join(statement.split()))

    @property
    def rights(self) -> Mapping[str, Rights]:
        return {role: self._all_of(role) for role in self._direct}

    def _all_of(self, role: str) -> Rights:
        rights: dict[str, set[str]] = defaultdict(set)
        for of_one in (self._direct[role], *map(self._all_of, self._inherits[role])):
            for table, given in of_one.items():
                rights[table] |= given
        return rights

    def _apply(self, statement: str) -> None:
        if to_tables := TO_TABLES.fullmatch(statement):
            verb, rights, tables, role = to_tables.groups()
            for table in tables.split(", "):
                _change(self._direct[role].setdefault(table, set()), set(rights.split(", ")), verb)
        elif to_roles := TO_ROLES.fullmatch(statement):
            verb, inherited, role = to_roles.groups()
            assert set(inherited.split(", ")) <= self._direct.keys(), f"no such role: {statement}"
            _change(self._inherits[role], set(inherited.split(", ")), verb)
        elif of_role := ROLE.fullmatch(statement):
            self._create(of_role[2]) if of_role[1] == "CREATE" else self._drop(of_role[2])
        elif dropped := TABLE.fullmatch(statement):
            having = [role for role, rights in self._direct.items() if rights.get(dropped[1])]
            assert having == [], f"{statement}: revoke the rights first"
        else:
            assert OTHERS.match(statement), f"not understood: {statement}"

    def _create(self, role: str) -> None:
        assert role not in self._direct
        self._direct[role], self._inherits[role] = {}, set()

    def _drop(self, role: str) -> None:
        left = [*self._inherits[role], *(table for table, rights in self._direct[role].items() if rights)]
        left += [other for other, inherited in self._inherits.items() if role in inherited]
        assert left == [], f"DROP ROLE {role}: revoke first what it has, and it from others: {left}"
        del self._direct[role], self._inherits[role]


def _change(known: set[str], named: set[str], verb: str) -> None:
    if verb == "GRANT":
        known |= named
    else:
        assert named <= known, f"nobody was granted {named - known}"
        known -= named
