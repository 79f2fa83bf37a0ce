"""What the views on Spanner make of the errors of Google's client."""

from collections.abc import Callable

import pytest
from google.api_core import exceptions as google

from onewrite.adapters.spanner import SpannerViews
from onewrite.errors import NotInSchema, RowsRefused, Unavailable
from tests.support.data.builders import a_stream
from tests.support.faults.databases import failing_with

STREAM = a_stream()


USES: dict[str, Callable[[SpannerViews], object]] = {
    "read_snapshot": lambda views: views.read_snapshot("profiles", 1, lambda view: view.read_checkpoints([STREAM])),
    "read_checkpoints": lambda views: views.read_checkpoints([("profiles", 1)], STREAM),
    "parked": lambda views: views.parked("profiles", limit=9),
}


def transact(error: Exception) -> object:
    return SpannerViews(failing_with(error)).transact("profiles", 1, lambda transaction: None)


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


def test_a_table_that_is_missing_is_no_fault_of_the_rows() -> None:
    with pytest.raises(NotInSchema, match="Table not found: profiles"):
        transact(google.InvalidArgument("Table not found: profiles [at 1:13]"))


@pytest.mark.parametrize("use", USES)
def test_a_read_that_fails_is_the_fault_of_nobody_either(use: str) -> None:
    with pytest.raises(Unavailable):
        USES[use](SpannerViews(failing_with(google.ServiceUnavailable("not now"))))


@pytest.mark.parametrize(
    "error", [google.PermissionDenied, google.Unauthenticated, google.NotFound, google.MethodNotImplemented]
)
def test_a_deployment_that_is_wrong_parks_no_stream(error: type[Exception]) -> None:
    """A right that is missing says nothing of the event: taken for its fault, it would park every stream."""
    with pytest.raises(error):
        transact(error("no such right"))
