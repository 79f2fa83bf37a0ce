import pytest
from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeySet
from google.cloud.spanner_v1.database import Database

from emulators.google.start import Emulators
from emulators.processes.ports import free_port
from onewrite.local.emulator_probes import pubsub_responds, spanner_responds
from tests.support.waiting.bounds import WAIT_SECONDS

OUTBOX = ("shard", "committed_at", "stream_id", "version", "size")


def test_every_test_gets_an_empty_database_with_every_table(spanner_database: Database) -> None:
    with spanner_database.snapshot() as snapshot:
        assert list(snapshot.read("streams", ["stream_id"], KeySet(all_=True))) == []
    with spanner_database.batch() as batch:
        batch.insert("outbox", OUTBOX, [(0, COMMIT_TIMESTAMP, "account-1", 1, 40)])
    with spanner_database.snapshot() as snapshot:
        assert [row[3] for row in snapshot.read("outbox", OUTBOX, KeySet(all_=True))] == [1]


def test_a_proxy_is_not_asked_for_an_emulator(emulators: Emulators, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", f"http://{nobody}")
    assert spanner_responds(emulators.spanner, within=WAIT_SECONDS)
    assert pubsub_responds(emulators.pubsub, within=WAIT_SECONDS)
    assert not spanner_responds(nobody, within=WAIT_SECONDS)
    assert not spanner_responds(emulators.pubsub, within=WAIT_SECONDS), "something else is there"
