"""`python -m spanner_changes tail …`: prints the changes of a change stream as lines of JSON, until Ctrl-C."""

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Event

from spanner_changes import ConsumerGroup, MemoryGroupState, Pace, SpannerChangeStream, SpannerGroupState
from spanner_changes.tail import JsonLines

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    wanted = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s", stream=sys.stderr)
    try:
        tail(wanted)
    except ValueError as refusal:
        sys.stderr.write(f"tail: {refusal}\n")
        return USAGE
    return 0


def tail(wanted: argparse.Namespace) -> None:
    from google.cloud import spanner  # noqa: PLC0415 - `--help` needs no client

    database = spanner.Client(project=wanted.project).instance(wanted.instance).database(wanted.database)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    group = ConsumerGroup(
        SpannerChangeStream(database, wanted.stream),
        SpannerGroupState(database, wanted.group) if wanted.group else MemoryGroupState(),
        JsonLines(sys.stdout),
        Pace(waits=not wanted.poll, poll=timedelta(milliseconds=200)),
        describe=lambda error: f"{type(error).__name__}: {error}",
    )
    group.run(stop, start_at=wanted.since)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m spanner_changes", description=__doc__)
    verb = parser.add_subparsers(required=True, metavar="tail").add_parser(
        "tail", help="print changes as lines of JSON"
    )
    verb.add_argument("stream", help="the name of the change stream")
    for name in ("project", "instance", "database"):
        verb.add_argument(f"--{name}", required=True)
    verb.add_argument("--since", type=time_of, help="where to start, in RFC 3339 or as in 10m; default: now")
    verb.add_argument("--poll", action="store_true", help="ask again and again, instead of waiting: for the emulator")
    verb.add_argument("--group", help="share the work with others of this name, and go on where they stopped")
    return parser


def time_of(text: str) -> datetime:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    if text[:-1].isdecimal() and text[-1:] in units:
        return datetime.now(UTC) - timedelta(seconds=int(text[:-1]) * units[text[-1]])
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
