"""Ids that are hashed, on both stores and over HTTP: named by id, stored by key, walked and verified as any others."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Response

from accounts.views.profiles import PROFILES
from onewrite.adapters.memory import MemoryTopic
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from tests.support.checks.rows import rows_of
from tests.support.domains.fragile import ADA
from tests.support.domains.hashed import COUNTED, HASHED
from tests.support.http.call import call
from tests.support.http.problems import wrong_fields
from tests.support.systems.adapters import settings


@pytest.fixture
def app(adapters: Adapters) -> App:
    return build(settings(generation_cache_seconds=0), HASHED, adapters)


def create(app: App, *ids: object) -> Sequence[Response]:
    body = {"name": "Ada", "address": "London"}
    return [call(app.commands, "POST", f"/accounts/{id_}/create", body) for id_ in ids]


def profile(app: App, id_: str) -> Any:
    return call(app.queries, "GET", f"/profiles/{id_}?min_version=1").get_json()


def test_a_stream_is_named_by_its_id_and_stored_and_published_by_its_key(app: App, adapters: Adapters) -> None:
    [created] = create(app, 17)
    assert (created.status_code, created.headers["Location"]) == (201, "/accounts/17/history")
    assert created.get_json()["stream_id"] == "account-4523~17"
    assert adapters.store.read_head(StreamId("account", "4523~17")).version == 1
    assert isinstance(adapters.topic, MemoryTopic)
    assert [str(event.stream) for event in adapters.topic.published] == ["account-4523~17"]
    history = call(app.queries, "GET", created.headers["Location"]).get_json()
    assert (history["stream_id"], history["version"]) == ("account-4523~17", 1)


def test_rows_hold_the_key_and_paths_take_either(app: App) -> None:
    create(app, 17)
    assert profile(app, "17") == profile(app, "4523~17")
    assert profile(app, "17")["account_id"] == "4523~17"
    renamed = call(app.commands, "POST", "/accounts/4523~17/rename", {"name": "Countess"}, headers={"If-Match": '"1"'})
    assert renamed.get_json()["version"] == 2
    for path in ("/profiles/0000~17", "/accounts/0000~17/history"):
        assert wrong_fields(call(app.queries, "GET", path))


def test_an_id_that_is_made_is_hashed_as_well_and_a_repeat_finds_it(app: App) -> None:
    body, key = {"name": "Ada", "address": "London"}, {"Idempotency-Key": "k"}
    first, again = (call(app.commands, "POST", "/accounts/create", body, headers=key) for _ in range(2))
    stream = StreamId.parse(first.get_json()["stream_id"])
    assert stream == COUNTED.stream(stream.id)
    assert (again.status_code, again.data) == (201, first.data)


def test_an_operator_finds_it_by_its_whole_id_or_by_the_beginning_of_its_key(app: App) -> None:
    create(app, 17, 170)
    for text in ("17", "account-17", "4523~17", "account-4523"):
        assert [str(seen.stream) for seen in app.operate.streams.find(text, limit=5)] == ["account-4523~17"]


def test_views_of_them_are_rebuilt_in_ranges_verified_and_reconciled(app: App, adapters: Adapters) -> None:
    create(app, *range(1, 13))
    assert app.operate.rebuild.start("profiles", ADA).ranges == 4
    assert app.operate.rebuild_worker.work("profiles", 2, seconds=60)
    app.operate.reconcile()
    verdict = app.operate.verify("profiles")
    assert (verdict.named, verdict.streams) == ([], 12)
    keys = [row["account_id"] for row in rows_of(adapters, PROFILES, 2)]
    assert keys == sorted(COUNTED.stream(str(number)).key for number in range(1, 13))


def test_operators_find_a_stream_by_its_id(app: App) -> None:
    create(app, 17, 18)
    for named in ("17", "account-17", "account-4523~17"):
        found = call(app.operations, "GET", f"/streams?prefix={named}").get_json()
        assert [stream["stream_id"] for stream in found["streams"]] == ["account-4523~17"]
