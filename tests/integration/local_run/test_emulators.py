from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeySet
from google.cloud.spanner_v1.database import Database

OUTBOX = ("shard", "committed_at", "stream_id", "version")


def test_every_test_gets_an_empty_database_with_every_table(spanner_database: Database) -> None:
    with spanner_database.snapshot() as snapshot:
        assert list(snapshot.read("streams", ["stream_id"], KeySet(all_=True))) == []
    with spanner_database.batch() as batch:
        batch.insert("outbox", OUTBOX, [(0, COMMIT_TIMESTAMP, "account-1", 1)])
    with spanner_database.snapshot() as snapshot:
        assert [row[3] for row in snapshot.read("outbox", OUTBOX, KeySet(all_=True))] == [1]
