"""The grants of the real service, which no emulator takes, read as text."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from emulators.provisioning.schema import statements

TO_TABLES = re.compile(r"GRANT ([A-Z, ]+) ON TABLE ([\w, ]+) TO ROLE (\w+)")
TO_ROLES = re.compile(r"GRANT ROLE ([\w, ]+) TO ROLE (\w+)")
Rights = Mapping[str, set[str]]


def rights_of_roles(folder: Path) -> Mapping[str, Rights]:
    """What each role may do with each table, inherited rights included."""
    rights: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file in sorted(folder.glob("*.sql")):
        for statement in statements(file.read_text()):
            if direct := TO_TABLES.fullmatch(statement):
                for table in direct[2].split(", "):
                    rights[direct[3]][table] |= set(direct[1].split(", "))
            elif inherited := TO_ROLES.fullmatch(statement):
                for role in inherited[1].split(", "):
                    for table, given in rights[role].items():
                        rights[inherited[2]][table] |= given
            else:
                created = re.fullmatch(r"CREATE ROLE (\w+)", statement)
                assert created, f"not understood: {statement}"
                assert created[1] not in rights
                rights[created[1]]["events"] = set()
    return rights
