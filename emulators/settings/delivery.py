"""The variable DELIVERY: whether projections are pushed to, pull, or both."""

from dataclasses import dataclass
from typing import Final, Self

from emulators.errors import CannotRun
from onewrite.checks.topology import Topology

#: For each way: pushed to, and pulled.
WAYS: Final = {"push": (True, False), "pull": (False, True), "both": (True, True)}


@dataclass(frozen=True)
class Delivery:
    """The projections that are pushed to, and those that pull; a projection may do both without harm."""

    pushed: frozenset[str]
    pulled: frozenset[str]

    @classmethod
    def read(cls, text: str, topology: Topology) -> Self:
        """Read one way for all, as in `pull`, or ways by name, as in `profiles=pull,interests=both`; else it is push.

        Raises `CannotRun`.
        """
        pushed = [name for function in topology.functions.values() for name in function.projects]
        pulled = [name for function in topology.functions.values() for name in function.pulls]
        names = [*dict.fromkeys((*pushed, *pulled))]
        ways = dict.fromkeys(names, "push" if "=" in text else text)
        for word in text.split(",") if "=" in text else ():
            name, _, way = word.strip().partition("=")
            ways[name] = way
        wrong = [f"{name}={way}" for name, way in ways.items() if name not in names or way not in WAYS]
        if wrong:
            example = ",".join(f"{name}=pull" for name in names)
            raise CannotRun(f"DELIVERY={text} has {wrong[0]}: use push, pull or both for all, or as in {example}")
        return cls(*(frozenset(name for name, way in ways.items() if WAYS[way][number]) for number in (0, 1)))

    def of(self, topology: Topology) -> Topology:
        """Return the topology without the functions that nothing is delivered by."""
        return topology.without(
            {
                name
                for name, function in topology.functions.items()
                if (function.projects and not self.pushed.intersection(function.projects))
                or (function.pulls and not self.pulled.intersection(function.pulls))
            }
        )
