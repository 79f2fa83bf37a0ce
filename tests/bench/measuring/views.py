"""How far the views of a running system are, straight from Spanner."""

from time import monotonic

from google.cloud.spanner_v1 import KeySet

from emulators.system.system import System
from tests.support.waiting.eventually import eventually

ALL = KeySet(all_=True)


def seconds_until_all_views_have_it(system: System, *projections: str) -> float:
    """Wait until these projections have applied every event; return how long that took."""
    begun = monotonic()
    eventually(lambda: _are_level(system, projections), longest_poll=0.2)
    return monotonic() - begun


def outbox_rows(system: System) -> int:
    with system.database.snapshot() as snapshot:
        return len(list(snapshot.read("outbox", ("stream_id",), ALL)))


def _are_level(system: System, projections: tuple[str, ...]) -> bool:
    with system.database.snapshot(multi_use=True) as snapshot:
        heads = list(snapshot.read("streams", ("stream_id", "version"), ALL))
        applied = {tuple(row) for row in snapshot.read("checkpoints", ("projection", "stream_id", "version"), ALL)}
    return all((projection, stream, version) in applied for projection in projections for stream, version in heads)
