"""Estimates what a load needs and costs, and which limits it reaches.

    python -m infra.capacity [--commands-per-second 500] [--event-bytes 2000] [--assume node_hour=1.5] [--assumptions]

Without a rate it prints a table from 10 to 100,000 commands a second. Measured figures are on the dashboard.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import fields, replace

from infra.assumptions import ASSUMPTIONS
from infra.capacity_delivery import instances_of_group, ways
from infra.capacity_model import SECONDS_A_DAY, Figures, Load, Need, need

RATES = (10, 100, 1_000, 10_000, 100_000)
OUTBOX_SHARDS = 16
MAX_INSTANCES = 20
MAX_PROCESSING_UNITS = 5_000
WALK_SECONDS = 7 * SECONDS_A_DAY
FOLLOW_SECONDS = 120
FOLLOWING_RUNS = 2
PRECISE_BELOW = 10
HEAD = (
    "commands/s",
    "events/s",
    "Spanner PU",
    "TiB kept",
    "MB/s out",
    "instances",
    "Spanner $",
    "backups $",
    "Pub/Sub $",
    "functions $",
    "logs $",
)
#: Titles, and how wide the columns are.
WAYS_HEAD = {
    "commands/s": 11,
    "delivery": 15,
    "requests/s": 11,
    "transactions/s": 14,
    "instances": 11,
    "$ a month": 11,
}


def main() -> None:
    load, figures = parse(sys.argv[1:])
    rates = [load.commands_per_second] if load.commands_per_second else RATES
    loads = [replace(load, commands_per_second=rate) for rate in rates]
    told = (table(loads, figures), deliveries([replace(load, commands_per_second=0), *loads], figures))
    print("\n\n".join("\n".join(lines) for lines in (*told, limits_reached(loads, figures))))


def parse(arguments: list[str]) -> tuple[Load, Figures]:
    parser = argparse.ArgumentParser(description="Estimate what a load needs and costs.")
    for field in fields(Load):
        default = getattr(Load(0), field.name)
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=float, default=default, help=f"default {default:g}"
        )
    parser.add_argument("--assume", action="append", default=[], metavar="NAME=VALUE", help="another figure than ours")
    parser.add_argument("--assumptions", action="store_true", help="list the figures, with their source and date")
    given = vars(parser.parse_args(arguments))
    figures = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
    for name, _, value in (assumed.partition("=") for assumed in given.pop("assume")):
        if name not in figures or not value.replace(".", "", 1).isdigit():
            parser.error(f"--assume {name}: give one of {', '.join(figures)}, and a number, as NAME=VALUE")
        figures[name] = float(value)
    if given.pop("assumptions"):
        parser.exit(
            message="\n".join(
                f"{name:20} {figures[name]:>10g}  {what} ({source})" for name, (_, what, source) in ASSUMPTIONS.items()
            )
            + "\n"
        )
    return Load(**given), figures


def table(loads: list[Load], figures: Figures) -> Iterator[str]:
    yield "  ".join(f"{title:>11}" for title in HEAD)
    for load in loads:
        needed = need(load, figures)
        numbers = (
            *(load.commands_per_second, load.events_per_second, needed.processing_units, needed.storage_gib / 1024),
            *(needed.published_mb_per_second + needed.pushed_mb_per_second, sum(needed.instances.values())),
            *needed.dollars.values(),
        )
        yield "  ".join(f"{number:>11,.{0 if number >= PRECISE_BELOW else 2}f}" for number in numbers)
    yield f"Dollars are for a month at {loads[0].average_share:.0%} of the peak."


def deliveries(loads: list[Load], figures: Figures) -> Iterator[str]:
    """Yield what each way costs in which events reach the projections; in the figures above all are pushed to."""
    yield "  ".join(f"{title:>{width}}" for title, width in WAYS_HEAD.items())
    for load in loads:
        for name, way in ways(load, figures).items():
            numbers = (way.requests, way.transactions, way.instances, way.dollars)
            cells = (f"{number:,.{0 if number >= PRECISE_BELOW else 2}f}" for number in numbers)
            row = (f"{load.commands_per_second:,.0f}", name, *cells)
            yield "  ".join(f"{cell:>{width}}" for cell, width in zip(row, WAYS_HEAD.values(), strict=True))
    yield "Each way is for all projections, and its dollars are those of applying events: above they are those of push."


def limits_reached(loads: list[Load], figures: Figures) -> Iterator[str]:
    """Yield a sentence for each limit, with the first of these rates that reaches it."""
    named = set[str]()
    for load in loads:
        for limit in limits(load, need(load, figures), figures):
            if limit not in named:
                named.add(limit)
                yield f"From {load.commands_per_second:,.0f} commands/s: {limit}."


def limits(load: Load, needed: Need, figures: Figures) -> Iterator[str]:
    """Yield the limits of the deployment that this load exceeds, each with where to change it."""
    quota = "short: ask for more before (deploy.md)"
    checks = [
        (needed.processing_units, MAX_PROCESSING_UNITS, "Spanner needs more than max_processing_units in prod.tfvars"),
        *(
            (instances, MAX_INSTANCES, f"{name} need more than max_instances in prod.tfvars")
            for name, instances in needed.instances.items()
        ),
        (
            sum(needed.instances.values()),
            figures["quota_processors"],
            f"Cloud Run's quota of processors in a region, CpuAllocPerProjectRegion, is {quota}",
        ),
        (
            needed.published_mb_per_second,
            figures["quota_published_mb"],
            f"Pub/Sub's quota of publisher throughput is {quota}",
        ),
        (needed.pushed_mb_per_second, figures["quota_pushed_mb"], f"Pub/Sub's quota of push throughput is {quota}"),
        (
            load.events_per_second,
            figures["rows_swept"] * figures["sweeps"],
            "the scheduled relay alone can't keep up: leave eager_relay on, or raise sweeps in prod.tfvars (up to 16)",
        ),
        (
            # Each row is written, and deleted again.
            2 * load.events_per_second / OUTBOX_SHARDS,
            figures["shard_rows"],
            "the outbox's shards are hot: raise SHARDS in application/ports/outbox.py",
        ),
        (
            load.streams / figures["streams_walked"],
            WALK_SECONDS,
            "a walk of the reconciler takes more than a week: raise reconcile_streams_per_second in settings.py",
        ),
        (
            load.streams / figures["heads_walked"],
            FOLLOW_SECONDS,
            "a new group of a function that pulls reconciles over several runs: a worker is quicker (deploy.md)",
        ),
        (
            instances_of_group(load, figures, groups=load.projections),
            FOLLOWING_RUNS,
            "functions that pull can't keep up, as two calls of each run at a time: let a worker pull (deploy.md)",
        ),
        (
            load.commands_per_second / load.streams,
            figures["stream_commits"],
            "a stream gets more commands than it can take one after another: cut streams smaller",
        ),
    ]
    yield from (sentence for value, most, sentence in checks if value > most)


if __name__ == "__main__":
    main()
