"""Events that were read ahead: whether a stream goes on with them, from where it stands now."""

import pytest

from onewrite.application.ports.views import FirstEvents
from tests.support.data.builders import a_stream

ONE, OTHER = a_stream(), a_stream()


@pytest.mark.parametrize(
    ("after", "at", "goes_on"),
    [
        ({ONE: 2}, {ONE: 2}, True),
        ({ONE: 2}, {ONE: 3}, True),
        ({ONE: 2}, {ONE: 1}, False),
        ({ONE: 2}, {ONE: 2, OTHER: 0}, False),
        ({ONE: 2, OTHER: 0}, {ONE: 2}, True),
        ({ONE: 2}, {}, True),
    ],
)
def test_a_stream_goes_on_with_events_that_were_read_from_where_it_stands_or_before(
    after: dict[object, int], at: dict[object, int], goes_on: bool
) -> None:
    assert FirstEvents(after, (), is_all=True).leave_no_gap_behind(at) is goes_on  # type: ignore[arg-type]
