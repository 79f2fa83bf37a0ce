"""What the reader of the change stream gets of a connection: its faults, and new sessions for those that were lost."""

import pytest
from google.api_core import exceptions as google

from onewrite.adapters.spanner import connect
from onewrite.adapters.spanner.changes import SpannerChanges
from onewrite.adapters.spanner.client.connection import Connection
from onewrite.errors import Unavailable
from spanner_changes import Pace, SpannerChangeStream


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setenv("SPANNER_EMULATOR_HOST", "127.0.0.1:1")
    return connect("project", "instance", "database", role=None, timeout=1, retry_delay=None)


def test_the_sessions_in_which_the_stream_is_read_are_replaced_once_they_are_lost(connection: Connection) -> None:
    stream = SpannerChanges(connection, Pace()).stream
    assert isinstance(stream, SpannerChangeStream)
    reading = stream._database.connection
    assert reading.database is connection.long_running.database
    with pytest.raises(Unavailable), reading.faults_as_ours():
        raise google.NotFound("Session not found: projects/p")
    assert reading.database.sessions_manager._pool.doubted_at > 0
    assert connection.database.sessions_manager._pool.doubted_at == 0
