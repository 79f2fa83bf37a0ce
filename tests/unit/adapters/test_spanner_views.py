"""What the views on Spanner make of the errors of Google's client."""

from typing import Any, cast

import pytest
from google.api_core import exceptions as google

from onewrite.adapters.spanner import SpannerViews
from onewrite.adapters.spanner.connection import Connection
from onewrite.errors import RowsRefused, Unavailable


class FailingDatabase:
    """Raises what it is given in each transaction."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self._local = type("Local", (), {})()

    def run_in_transaction(self, *_: Any, **__: Any) -> None:
        raise self._error


def transact(error: Exception) -> object:
    connection = Connection(database=cast("Any", FailingDatabase(error)), timeout=1, retry_delay=None)
    return SpannerViews(connection).transact("profiles", 1, lambda transaction: None)


@pytest.mark.parametrize(
    "error", [google.InvalidArgument, google.FailedPrecondition, google.OutOfRange, google.AlreadyExists]
)
def test_what_no_repeat_would_mend_is_the_fault_of_the_rows(error: type[Exception]) -> None:
    with pytest.raises(RowsRefused):
        transact(error("no"))


@pytest.mark.parametrize("error", [google.ServiceUnavailable, google.Aborted, google.DeadlineExceeded])
def test_what_passes_by_itself_is_the_fault_of_nobody(error: type[Exception]) -> None:
    with pytest.raises(Unavailable):
        transact(error("not now"))


@pytest.mark.parametrize(
    "error", [google.PermissionDenied, google.Unauthenticated, google.NotFound, google.MethodNotImplemented]
)
def test_a_deployment_that_is_wrong_parks_no_stream(error: type[Exception]) -> None:
    """A right that is missing says nothing of the event: taken for its fault, it would park every stream."""
    with pytest.raises(error):
        transact(error("no such right"))
