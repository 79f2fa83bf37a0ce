"""Checks that a domain reads every event and finds every stream that was released, and that the file of it is complete.

    python -m infra.check_events PACKAGE [--beside FOLDER]

`--beside` names a checkout of the release that runs beside this one, during an upgrade, or instead of it, after a
rollback: it has to read what this one writes.
"""

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from infra.released_events import ROOT, file_of, missing, not_read_there, read, unreadable
from onewrite.checks.released_ids import changed_ids, missing_ids, released_ids
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.model import Domain


def aggregates_of(package: str) -> list[Aggregate]:
    """Import the whole package; return the aggregates of the domains in it."""
    module = import_module(package)
    parts = [import_module(part.name) for part in walk_packages(getattr(module, "__path__", ()), f"{package}.")]
    values = [value for part in (module, *parts) for value in vars(part).values()]
    return [aggregate for value in values if isinstance(value, Domain) for aggregate in value.aggregates]


def problems(package: str, beside: Path | None = None) -> Iterator[str]:
    """Yield what is wrong, one line each, and in the end the lines to add to the file."""
    file, aggregates = file_of(package), aggregates_of(package)
    events = list(dict.fromkeys(event for aggregate in aggregates for event in aggregate.event_types))
    ids = list(dict.fromkeys(aggregate.stream_ids for aggregate in aggregates))
    released, found = read(file), released_ids(file)
    yield from unreadable(released, events)
    yield from changed_ids(found, ids)
    if beside:
        yield from not_read_there(read(file_of(package, beside)), events)
        yield from changed_ids(released_ids(file_of(package, beside)), ids)
    if added := [*missing_ids(found, ids), *missing(released, events)]:
        yield f"add to {file.relative_to(ROOT)}:"
        yield from map(str, added)


def main() -> None:
    parser = argparse.ArgumentParser(description="Check that every released event can be read.")
    parser.add_argument("package", metavar="PACKAGE", help="the package of the domain, under shared/")
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="a checkout of the other release")
    given = parser.parse_args()
    try:
        found = list(problems(given.package, given.beside))
    except (ImportError, TypeError, ValueError) as error:
        found = [f"shared/{given.package} can't be checked: {error}"]
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
