"""Neither grants nor publishers' rights can be tried on an emulator; what each function really does can be watched."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from accounts.domain import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build
from onewrite.local.system import SpannerPlace
from tests.infra.access.grants import rights_of_roles
from tests.infra.access.rights import Right, record_rights
from tests.infra.access.story import PUBLISH, Ask, Follow, everything, repair
from tests.infra.terraform.plans import INFRA
from tests.infra.terraform.test_topology import TOPOLOGY
from tests.support.faults.ports import on_top_of
from tests.support.http.call import call
from tests.support.systems.adapters import on_spanner, settings
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following

Needed = dict[str, set[Right]]


@pytest.fixture
def needed(place_of_all: SpannerPlace, spanner_database: object, monkeypatch: pytest.MonkeyPatch) -> Needed:
    """By function: what it did to which table or topic while it did all that it can do."""
    used = record_rights(monkeypatch)
    needed: Needed = defaultdict(set)
    # Without an eager relay first, so that there is something to sweep; then with no time for a rebuild.
    lazy = an_app(place_of_all, used, eager_relay=False)
    eager = an_app(place_of_all, used, eager_relay=True, rebuild_seconds=1e-9)
    for app, asks in ((lazy, everything(lazy)), (eager, repair(eager))):
        for ask in asks:
            used.clear()
            do(ask, app, used)
            needed[ask.function] |= used
    return needed


def test_every_function_stays_within_what_it_is_given(needed: Needed) -> None:
    granted = rights_of_roles(INFRA / "schema")
    beyond = {
        function: {
            (table, right)
            for table, right in rights
            if right != PUBLISH and right not in granted[function].get(table, ())
        }
        for function, rights in needed.items()
    }
    assert beyond == {function: set() for function in TOPOLOGY["functions"]}
    published = {
        function: {topic for topic, right in rights if right == PUBLISH} for function, rights in needed.items()
    }
    assert published == {name: set(function.get("publishes", ())) for name, function in TOPOLOGY["functions"].items()}


def do(ask: Ask | Follow, app: App, used: set[Right]) -> None:
    if isinstance(ask, Follow):
        with following(run_of(app, ask.function)):
            eventually(lambda: ask.until <= used)
        return
    response = call(apis(app)[ask.function], ask.method, ask.path, json=ask.body, headers=ask.headers)
    assert response.status_code == ask.status, (ask, response.get_data(as_text=True))


def run_of(app: App, function: str) -> Callable[[Event], object]:
    return app.tail_changes if function == "tail_changes" else app.pulling(function.removeprefix("pull_"))


def an_app(place: SpannerPlace, used: set[Right], **changes: object) -> App:
    options = settings(generation_cache_seconds=0, park_after_attempts=1, operators_see_data=True, **changes)
    adapters = on_spanner(place)

    def publish(*events: Any, **how: Any) -> Any:
        used.add((options.topic, PUBLISH))
        return adapters.topic.publish(*events, **how)

    def request_workers(*whom: Any) -> None:
        used.add((options.rebuild_topic, PUBLISH))
        adapters.rebuild_queue.request_workers(*whom)

    watched = replace(
        adapters,
        topic=on_top_of(adapters.topic, publish=publish),
        rebuild_queue=on_top_of(adapters.rebuild_queue, request_workers=request_workers),
    )
    return build(options, ACCOUNTS, watched, wait=lambda seconds: None)


def apis(app: App) -> dict[str, Api]:
    return {
        "accept_commands": app.commands,
        "answer_queries": app.queries,
        "operate_views": app.operations,
        "rebuild_views": app.rebuilds,
        "reconcile_views": app.reconcile,
        "relay_outbox": app.relay,
        "tail_changes": app.tail,
        **{f"project_{one.name}": app.projection(one.name) for one in app.domain.projections},
        **{f"pull_{one.name}": app.pull(one.name) for one in app.domain.projections},
    }
