"""Checks settings, topology, code and domain against each other, before anything is started."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from onewrite.checks.errors import DoesNotFit
from onewrite.checks.rehearsal import Rehearsal, rehearsal_of
from onewrite.checks.released_ids import changed_ids, released_ids, released_of
from onewrite.checks.schema import misfits
from onewrite.checks.statements import schema
from onewrite.checks.topology import Topology

TOPICS: Final = ("ONEWRITE_TOPIC", "ONEWRITE_REBUILD_TOPIC")


def check(
    settings: Mapping[str, str], topology: Topology, folder: Path, running: Collection[str], *, is_whole: bool
) -> None:
    """Raise DoesNotFit with all that keeps the functions in the folder from working, one line each.

    `is_whole`: the folder must hold all functions, and those that are `running` must serve all projections. What the
    domain and the functions need is compared once their code can be imported.
    """
    problems = [*unknown_topics(settings, topology), *misplaced(topology, folder, is_whole=is_whole)]
    here = topology.served_from(folder)
    rehearsal = rehearsal_of(folder, here.functions, settings)
    problems += rehearsal.problems
    if not rehearsal.problems:
        problems += [*wrongly_called(here, rehearsal), *never_pushed(topology, rehearsal)]
        problems += unserved(rehearsal, running) if is_whole else ()
        problems += changed_ids(released_ids(released_of(rehearsal.domain)), rehearsal.stream_ids)
        in_memory = settings.get("ONEWRITE_STORE") == "memory"
        problems += () if in_memory else (misfit.told for misfit in misfits(rehearsal.needs, schema()))
    if problems:
        raise DoesNotFit("\n".join(problems))


def unknown_topics(settings: Mapping[str, str], topology: Topology) -> Iterator[str]:
    for name in TOPICS:
        if (topic := settings.get(name)) and topic not in topology.topics:
            yield f"{name}={topic} is not in infra/topology.json: use one of {', '.join(topology.topics)}"


def misplaced(topology: Topology, folder: Path, *, is_whole: bool) -> Iterator[str]:
    """Yield what is in the folder and not in the topology, and the other way round if the folder is a whole one."""
    there = {main.parent.name for main in folder.glob("*/main.py")}
    for name in sorted(there - topology.functions.keys()):
        yield f"functions/{name} has no entry in infra/topology.json: add one, or delete the folder"
    for name in topology.functions if is_whole else ():
        if name not in there:
            yield f"functions/{name}/main.py is missing: write it, or delete {name} from infra/topology.json"


def never_pushed(topology: Topology, rehearsal: Rehearsal) -> Iterator[str]:
    """Yield the subscriptions that don't take what their function's projections read, and nothing else."""
    for name, subscription in topology.subscriptions.items():
        projections = rehearsal.served.get(subscription.push_to or "", ())
        reads = {category for projection in projections for category in rehearsal.categories[projection]}
        if projections and subscription.categories is not None and set(subscription.categories) != reads:
            yield (
                f"subscription {name} takes {', '.join(subscription.categories)}, but what {subscription.push_to} "
                f"serves ({', '.join(projections)}) reads {', '.join(sorted(reads))}: "
                f"mend its categories in infra/topology.json"
            )


def wrongly_called(topology: Topology, rehearsal: Rehearsal) -> Iterator[str]:
    """Yield the functions that serve a projection in another way than the topology says."""
    for name, served in rehearsal.served.items():
        function = topology.functions[name]
        declared = {"pulls": function.pulls, "projects": function.projects}
        for word, named in declared.items():
            if named and sorted(named) != sorted(served):
                yield (
                    f"function {name} {word} {', '.join(named)} in infra/topology.json and "
                    f"{', '.join(served) or 'nothing'} in its main.py: mend one of the two"
                )
        if served and not any(declared.values()):
            yield (
                f"function {name} serves {', '.join(served)}, and infra/topology.json doesn't say how: name it in "
                f"`projects`, with the trigger push and a subscription, or in `pulls`, with a schedule"
            )


def unserved(rehearsal: Rehearsal, running: Collection[str]) -> Iterator[str]:
    """Yield the projections of the domain that none of these functions serves."""
    served = {projection for name in running for projection in rehearsal.served.get(name, ())}
    for name in rehearsal.categories:
        if name not in served:
            yield (
                f"no function serves the projection {name} of ONEWRITE_DOMAIN={rehearsal.domain}: "
                f"write functions/project_{name}/main.py, and its entries in infra/topology.json"
            )
