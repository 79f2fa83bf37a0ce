"""What every store of views does with rows that it can't keep."""

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Put, Views
from onewrite.domain.events import Json
from onewrite.errors import RowsRefused
from tests.support.data.builders import a_stream


@pytest.mark.parametrize(
    "columns",
    [
        {"account_id": None},
        {"account_id": "ada", "name": {"a", "set"}},
        {"account_id": "ada", "name": object()},
        {"account_id": "ada", "name": b"bytes"},
    ],
    ids=["null_key", "set", "object", "bytes"],
)
def test_a_row_that_cannot_be_kept_is_refused_with_all_that_was_written_beside_it(
    views: Views, columns: dict[str, Json]
) -> None:
    good = Put(PROFILES, {"account_id": "bob", "name": "Bob"})
    with pytest.raises(RowsRefused, match="compare what is written with the table's columns"):
        views.transact("profiles", 1, lambda t: t.write([good, Put(PROFILES, columns)], [Checkpoint(a_stream(), 1)]))
    assert views.page(1, PROFILES, after=None, limit=9) == []


def test_what_can_be_kept_is_not_refused(views: Views) -> None:
    views.transact("profiles", 1, lambda t: t.write([Put(PROFILES, {"account_id": "ada", "name": None})], []))
    assert len(views.page(1, PROFILES, after=None, limit=9)) == 1
