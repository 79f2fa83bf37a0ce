"""The whole repository, checked with the settings that `make up` would use; and the DDL of its domain."""

from collections.abc import Mapping, Sequence

from onewrite.checks.check import check
from onewrite.checks.errors import DoesNotFit
from onewrite.checks.paths import FUNCTIONS
from onewrite.checks.rehearsal import rehearsal_of
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables


def check_repository() -> None:
    """Raise DoesNotFit with all that doesn't fit together. Any function may serve a projection, whatever is chosen."""
    topology = Topology.read()
    check(variables({}), topology, FUNCTIONS, topology.functions, is_whole=True)


def ddl_of_domain() -> Mapping[str, Sequence[str]]:
    """Return the statements that each projection needs. Raises DoesNotFit for a domain that can't be loaded."""
    rehearsal = rehearsal_of(FUNCTIONS, (), variables({}))
    if rehearsal.problems:
        raise DoesNotFit("\n".join(rehearsal.problems))
    return rehearsal.needs
