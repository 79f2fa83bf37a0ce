"""What Spanner is asked to split before a generation is built, and what is told if it refuses."""

import logging
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from google.api_core import exceptions as google

from accounts import ACCOUNTS
from onewrite.adapters.purpose import Priority, Purpose
from onewrite.adapters.spanner import SpannerSplits
from onewrite.adapters.spanner.client.connection import Connection
from onewrite.adapters.spanner.split_keys import LEAST, split_keys
from onewrite.domain.streams import StreamId
from onewrite.domain.views.columns import ORDERED
from onewrite.errors import Unavailable

CUTS = [StreamId("account", "4f"), StreamId("account", "c0"), StreamId("club", "80")]
INTERESTS = ACCOUNTS.projection("interests")


@dataclass
class Admin:
    """Google's database, instance, client and the part of its API that adds split points, in one."""

    refusal: Exception | None = None
    requests: list[Any] = field(default_factory=list)
    name = "projects/p/instances/i/databases/d"

    @property
    def _instance(self) -> "Admin":
        return self

    _client = database_admin_api = _instance

    def add_split_points(self, *, request: Any, retry: object, timeout: float) -> None:
        assert (retry, timeout) == (None, 20)
        self.requests.append(request)
        if self.refusal:
            raise self.refusal


def splits_of(admin: Admin) -> SpannerSplits:
    connection = Connection(cast("Any", admin), 20, None, purpose=Purpose("rebuild", Priority.LOW))
    return SpannerSplits(connection)


def test_checkpoints_and_tables_are_split_where_their_streams_are_and_totals_where_they_begin() -> None:
    assert list(split_keys(INTERESTS, 2, CUTS)) == [
        ("checkpoints", ("interests", 2, "")),
        ("checkpoints", ("interests", 2, "account-4f")),
        ("checkpoints", ("interests", 2, "account-c0")),
        ("interests", (2, "", "")),
        ("popular_interests", (2, "", -(2**63))),
        ("interests", (2, "4f", "")),
        ("interests", (2, "c0", "")),
    ]


def test_each_type_that_a_key_can_have_has_a_least_value() -> None:
    assert LEAST.keys() == ORDERED


def test_a_request_names_the_database_the_use_case_and_whole_keys_as_spanner_writes_them() -> None:
    admin = Admin()
    splits_of(admin).split(INTERESTS, 2, CUTS)
    (request,) = admin.requests
    assert (request.database, request.initiator) == (admin.name, "rebuild.interests")
    asked = [(one.table, [*one.keys[0].key_parts]) for one in request.split_points]
    assert asked[1] == ("checkpoints", ["interests", "2", "account-4f"])
    assert asked[4] == ("popular_interests", ["2", "", "-9223372036854775808"])
    assert not any(one.expire_time for one in request.split_points), "what Spanner sets: ten days"


def test_no_request_has_more_points_than_spanner_takes() -> None:
    admin = Admin()
    splits_of(admin).split(INTERESTS, 2, [StreamId("account", f"{number:03d}") for number in range(100)])
    assert [len(request.split_points) for request in admin.requests] == [100, 100, 3]


def test_one_that_has_no_split_points_is_told_of_once_and_asked_no_more(caplog: pytest.LogCaptureFixture) -> None:
    admin = Admin(google.MethodNotImplemented("no"))
    with caplog.at_level(logging.INFO):
        splits_of(admin).split(INTERESTS, 2, [StreamId("account", f"{number:03d}") for number in range(100)])
    assert len(admin.requests) == 1
    assert [line.action for line in caplog.records] == ["split_points_not_taken"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("refusal", [google.PermissionDenied("no"), google.ResourceExhausted("a quota")], ids=repr)
def test_a_refusal_names_its_cause(refusal: Exception) -> None:
    with pytest.raises(Unavailable, match=rf"Spanner refused split points for interests \({type(refusal).__name__}\)"):
        splits_of(Admin(refusal)).split(INTERESTS, 2, CUTS)
