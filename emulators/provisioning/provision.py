"""Creates tables, topics and subscriptions on both emulators, as infra/ describes them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from google.api_core.exceptions import GoogleAPIError

from emulators.errors import CannotRun
from emulators.google.kinds import PUBSUB, SPANNER, Kind
from emulators.google.start import Emulators
from emulators.provisioning.pubsub import provision_pubsub
from emulators.provisioning.spanner import provision_spanner
from emulators.settings.topology import Topology


def provision(
    emulators: Emulators, settings: Mapping[str, str], topology: Topology, addresses: Mapping[str, str]
) -> None:
    """Raise `CannotRun` if an emulator refuses anything; `addresses` are the functions' URLs."""
    with _fault_of(SPANNER, emulators.spanner):
        provision_spanner(emulators.spanner_place(settings))
    with _fault_of(PUBSUB, emulators.pubsub):
        provision_pubsub(emulators.pubsub, emulators.pubsub_place(settings).project, topology, addresses)


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
