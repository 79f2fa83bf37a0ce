"""Where a rebuild is cut in a database that has more streams than a sample holds."""

from itertools import pairwise

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP
from google.cloud.spanner_v1.database import Database

from onewrite.bootstrap import Adapters

STREAMS = 3000


def test_ranges_are_about_the_same_size_however_many_streams_there_are(
    spanner_adapters: Adapters, spanner_database: Database
) -> None:
    ids = [f"account-{number:05d}" for number in range(STREAMS)]
    with spanner_database.batch() as batch:
        heads = [[stream, 1, COMMIT_TIMESTAMP] for stream in ids]
        batch.insert("streams", ("stream_id", "version", "updated_at"), heads)
    cuts = ["", *spanner_adapters.walks.cut(8), "b"]
    sessions = count_sessions(spanner_database)
    sizes = [sum(after < stream <= upto for stream in ids) for after, upto in pairwise(cuts)]
    assert (len(sizes), sum(sizes)) == (8, STREAMS)
    assert min(sizes) > 200
    assert max(sizes) < 600
    assert spanner_adapters.walks.cut(8)
    assert count_sessions(spanner_database) == sessions, "none is left behind"


def count_sessions(database: Database) -> int:
    return len(list(database.spanner_api.list_sessions(database=database.name)))
