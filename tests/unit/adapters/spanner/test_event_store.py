"""What a commit that fails is taken for: a clash only if something is there already."""

import pytest
from google.api_core import exceptions as google

from onewrite.adapters.spanner import SpannerEventStore
from onewrite.application.ports.event_store import CommitClash, Head
from onewrite.errors import Unavailable
from tests.support.data.builders import a_commit, a_stream
from tests.support.faults.databases import failing_with


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (google.AlreadyExists("events"), CommitClash),
        (google.ServiceUnavailable("not now"), Unavailable),
        (google.FailedPrecondition("no such column"), google.FailedPrecondition),
        (google.PermissionDenied("no such right"), google.PermissionDenied),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_is_there_already_is_a_clash(error: Exception, told: type[Exception]) -> None:
    store = SpannerEventStore(failing_with(error))
    with pytest.raises(told):
        store.append(a_commit(Head(a_stream(), 0, is_new=True)))
