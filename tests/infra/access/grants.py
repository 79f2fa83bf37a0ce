"""The grants of the real service, which no emulator takes, read as text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from onewrite.checks.statements import statements

ON_OBJECTS = re.compile(
    r"(GRANT|REVOKE) ([A-Z, ]+) ON (?:TABLE FUNCTION|TABLE|CHANGE STREAM) ([\w, ]+) (?:TO|FROM) ROLE (\w+)"
)
TO_ROLES = re.compile(r"(GRANT|REVOKE) ROLE ([\w, ]+) (?:TO|FROM) ROLE (\w+)")
ROLE = re.compile(r"(CREATE|DROP) ROLE (\w+)")
OBJECT = re.compile(r"DROP (?:TABLE|CHANGE STREAM) (\w+)")
OTHERS = re.compile(r"(CREATE|ALTER|DROP) (?!ROLE)")
#: By table, change stream, or the function that reads a change stream.
Rights = Mapping[str, set[str]]


def rights_of_roles(schema: Path) -> Mapping[str, Rights]:
    """Return what each role may do with each object, inherited rights included, after all files of both folders."""
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
            for each, given in of_one.items():
                rights[each] |= given
        return rights

    def _apply(self, statement: str) -> None:
        if on_objects := ON_OBJECTS.fullmatch(statement):
            verb, rights, named, role = on_objects.groups()
            for each in named.split(", "):
                _change(self._direct[role].setdefault(each, set()), set(rights.split(", ")), verb)
        elif to_roles := TO_ROLES.fullmatch(statement):
            verb, inherited, role = to_roles.groups()
            assert set(inherited.split(", ")) <= self._direct.keys(), f"no such role: {statement}"
            _change(self._inherits[role], set(inherited.split(", ")), verb)
        elif of_role := ROLE.fullmatch(statement):
            self._create(of_role[2]) if of_role[1] == "CREATE" else self._drop(of_role[2])
        elif dropped := OBJECT.fullmatch(statement):
            gone = (dropped[1], reading(dropped[1]))
            having = [role for role, rights in self._direct.items() if any(map(rights.get, gone))]
            assert having == [], f"{statement}: revoke the rights first"
        else:
            assert OTHERS.match(statement), f"not understood: {statement}"

    def _create(self, role: str) -> None:
        assert role not in self._direct
        self._direct[role], self._inherits[role] = {}, set()

    def _drop(self, role: str) -> None:
        left = [*self._inherits[role], *(each for each, rights in self._direct[role].items() if rights)]
        left += [other for other, inherited in self._inherits.items() if role in inherited]
        assert left == [], f"DROP ROLE {role}: revoke first what it has, and it from others: {left}"
        del self._direct[role], self._inherits[role]


def reading(stream: str) -> str:
    """Return the name of the function that Spanner makes for reading a change stream."""
    return f"READ_{stream}"


def _change(known: set[str], named: set[str], verb: str) -> None:
    if verb == "GRANT":
        known |= named
    else:
        assert named <= known, f"nobody was granted {named - known}"
        known -= named
