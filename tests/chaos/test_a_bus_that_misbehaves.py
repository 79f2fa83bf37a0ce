"""Messages three times, in reverse, or dropped with probability one half; or none at all."""

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import httpx

from emulators.system.system import System
from tests.support.checks.ledger import Books, check, keep, obligations
from tests.support.http.curl import CURL
from tests.support.systems.operators import is_quiet, reconciled, swept
from tests.support.systems.start_system import StartSystem, only
from tests.support.systems.subscriptions import published_by
from tests.support.systems.traffic import send_many
from tests.support.waiting.eventually import eventually
from tests.support.waiting.seeds import seed

SERVED = (
    "accept_commands",
    "project_profiles",
    "project_interests",
    "relay_outbox",
    "reconcile_views",
    "operate_views",
)
SMALL_BATCHES = {"ONEWRITE_RELAY_BATCH": "5"}
_ids = count(1)


def push(system: System, projection: str, stream_id: str, version: int) -> None:
    attributes = {
        "ce-specversion": "1.0",
        "ce-id": f"message-{next(_ids)}",
        "ce-type": "UserRenamed",
        "ce-source": "//tests",
        "ce-subject": stream_id,
        "ce-sequence": f"{version:019d}",
    }
    response = CURL.post(system.url(f"project_{projection}"), headers=attributes, content=b"{}")
    assert response.status_code == httpx.codes.NO_CONTENT


def messages_of(books: Books, dice: random.Random) -> list[tuple[str, str, int]]:
    """Every message in reverse, each three times or, for every other one, not at all."""
    messages = [
        (projection, stream_id, version)
        for stream_id, versions in books.versions.items()
        for version in versions
        for projection in ("profiles", "interests")
    ]
    return [message for message in reversed(messages) if dice.random() < 0.5 for _ in range(3)]


def test_repeated_reversed_and_dropped_messages_leave_the_views_right(
    start_system: StartSystem, tmp_path: Path
) -> None:
    dice = random.Random(seed())
    system = start_system(relay="none", functions=only(tmp_path / "functions", *SERVED), settings=SMALL_BATCHES)
    acknowledged = send_many(system, dice)
    for projection, stream_id, version in messages_of(keep(system.database), dice):
        push(system, projection, stream_id, version)
    report = reconciled(system)
    assert report
    assert report["healed"] == report["lagging"]
    check(system.database, acknowledged)

    # Not one message for what comes now: the reconciler alone makes both views right.
    acknowledged += send_many(system, dice)
    report = reconciled(system)
    assert report
    assert report["lagging"] == report["healed"] > 0
    assert report["unpublished"] == len(acknowledged)
    check(system.database, acknowledged)

    four_relays_at_once_publish_everything(system, set(acknowledged))
    eventually(lambda: is_quiet(system))
    check(system.database, acknowledged)


def four_relays_at_once_publish_everything(system: System, acknowledged: set[str]) -> None:
    with published_by(system) as received, ThreadPoolExecutor(4) as pool:
        eventually(lambda: list(pool.map(swept, [system] * 4)) and not obligations(system.database))
        assert received.all_of(acknowledged) == acknowledged
