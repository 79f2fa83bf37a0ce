"""Creates tables, topics and subscriptions on both emulators, as infra/ describes them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from google.api_core.exceptions import GoogleAPIError

from emulators.errors import CannotRun
from emulators.google.kinds import PUBSUB, SPANNER, Kind
from emulators.google.start import Emulators
from emulators.provisioning.pubsub import provision_pubsub, remove_subscriptions
from emulators.provisioning.spanner import provision_spanner
from emulators.say import Say, silent
from onewrite.checks.statements import title
from onewrite.checks.topology import Topology


def provision(
    emulators: Emulators,
    settings: Mapping[str, str],
    topology: Topology,
    addresses: Mapping[str, str],
    say: Say = silent,
) -> None:
    """Raise `CannotRun` if an emulator refuses anything; `addresses` are the functions' URLs.

    A subscription whose function isn't served is removed, else the emulator would push to nobody for ever.
    """
    provision_schema(emulators, settings, say)
    with _fault_of(PUBSUB, emulators.pubsub):
        project = emulators.pubsub_place(settings).project
        unserved = Topology.read().subscriptions.keys() - topology.subscriptions.keys()
        if removed := remove_subscriptions(emulators.pubsub, project, unserved):
            say(f"Pushes no more: {', '.join(sorted(removed))}")
        provision_pubsub(emulators.pubsub, project, topology, addresses)


def provision_schema(emulators: Emulators, settings: Mapping[str, str], say: Say) -> None:
    """Make the database, or say what one that was there is given. Raises `CannotRun`."""
    with _fault_of(SPANNER, emulators.spanner):
        added = provision_spanner(emulators.spanner_place(settings))
    if added:
        say(f"Added to the database: {', '.join(map(title, added))}")


@contextmanager
def _fault_of(kind: Kind, host: str) -> Iterator[None]:
    """Raise `CannotRun`, naming the emulator, for an error of Google's client."""
    try:
        yield
    except (GoogleAPIError, TimeoutError) as fault:
        what = " ".join(f"{type(fault).__name__}: {fault}".split())
        raise CannotRun(
            f"the {kind.title} emulator at {host} did not take what infra/ describes ({what}): "
            f"it has to be version {kind.version} or a newer one"
        ) from fault
