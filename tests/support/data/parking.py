"""Streams that fail: how they stand, and pushes for them."""

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Failure
from onewrite.bootstrap import App
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied
from tests.support.checks.rows import row_of
from tests.support.data.builders import a_commit, an_event, interest
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Fragile, follow


def append(app: App, stream: StreamId, *events: NewEvent) -> None:
    app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), *events))


def checkpoint(app: App, stream: StreamId, projection: str = "profiles") -> Checkpoint:
    return app.adapters.views.read_checkpoints([(projection, 1)], stream)[projection, 1]


def failure(app: App, stream: StreamId) -> Failure:
    found = checkpoint(app, stream).failure
    assert found
    return found


def push(app: App, stream: StreamId, times: int = 1) -> list[bool]:
    """Push to `profiles`; tell for each time whether the message was acknowledged."""
    acknowledged = []
    for _ in range(times):
        try:
            app.follow_stream(("profiles",), stream, 10**6)
        except EventNotApplied:
            acknowledged.append(False)
        else:
            acknowledged.append(True)
    return acknowledged


def name(app: App, stream: StreamId) -> object:
    row = row_of(app.adapters, PROFILES, stream.key)
    return row and row["name"]


def parked(app: App, fragile: Fragile, key: str, error: type[Exception] = ValueError) -> StreamId:
    """Return a stream of three events that `profiles` can't apply the second of."""
    stream = an_appended_account(app, interest("tea"), an_event(data={"name": "Countess"}), key=key)
    fragile.fail(stream, 2, error)
    follow(app, stream)
    return stream
