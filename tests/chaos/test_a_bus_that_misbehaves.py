"""Messages three times, in reverse, or dropped with probability one half; or none at all."""

import random
from itertools import count

import httpx
import pytest

from emulators.system import System
from tests.support.eventually import eventually
from tests.support.ledger import Books, check, keep
from tests.support.systems import StartSystem
from tests.support.traffic import is_quiet, reconciled, seed, send_many

#: A message whose function was killed may come again only after its deadline of a minute.
pytestmark = pytest.mark.timeout(300)

COMMANDS = 100
_ids = count(1)


def ring(system: System, client: httpx.Client, projection: str, stream_id: str, version: int) -> None:
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": f"message-{next(_ids)}",
        "ce-type": "UserRenamed",
        "ce-source": "//tests",
        "ce-subject": stream_id,
        "ce-sequence": f"{version:019d}",
    }
    answer = client.post(system.url(f"project_{projection}"), headers=attributes, content=b"{}")
    assert answer.status_code == httpx.codes.NO_CONTENT


def rings_of(books: Books, dice: random.Random) -> list[tuple[str, str, int]]:
    """Every doorbell in reverse, each three times or, for every other one, not at all."""
    doorbells = [
        (projection, stream_id, version)
        for stream_id, versions in books.versions.items()
        for version in versions
        for projection in ("profiles", "interests")
    ]
    return [bell for bell in reversed(doorbells) if dice.random() < 0.5 for _ in range(3)]


def test_repeated_reversed_and_dropped_messages_leave_the_views_right(start_system: StartSystem) -> None:
    dice = random.Random(seed())
    system = start_system(relay="none")
    acknowledged = send_many(system, COMMANDS, dice)
    with httpx.Client(timeout=20, trust_env=False) as client:
        for projection, stream_id, version in rings_of(keep(system.database), dice):
            ring(system, client, projection, stream_id, version)
    report = reconciled(system)
    assert report["healed"] == report["lagging"]
    check(system.database, acknowledged)

    # Not one message for what comes now: the reconciler alone makes both views right.
    acknowledged += send_many(system, COMMANDS, dice)
    report = reconciled(system)
    assert report["lagging"] == report["healed"] > 0
    assert report["unpublished"] == len(acknowledged)
    check(system.database, acknowledged)

    # And the first sweep finds every single obligation still there.
    swept = httpx.post(system.url("relay_outbox"), timeout=30, trust_env=False).json()
    assert swept["published"] == len(acknowledged)
    eventually(lambda: is_quiet(system))
