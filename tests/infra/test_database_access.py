"""The grants can't be tried on an emulator; what each function really does to which table can be watched there."""

from collections import defaultdict

import pytest

from accounts.domain import ACCOUNTS
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import App, build
from onewrite.cli.local import SpannerPlace
from tests.infra.grants import rights_of_roles
from tests.infra.rights import Right, record_rights
from tests.infra.story import everything, repair
from tests.infra.terraform import INFRA
from tests.infra.test_topology import TOPOLOGY
from tests.support.adapters import on_spanner, settings
from tests.support.http import call


def test_every_function_stays_within_the_database_role_of_its_name(
    spanner_place: SpannerPlace, spanner_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = record_rights(monkeypatch)
    needed: dict[str, set[Right]] = defaultdict(set)
    # Without an eager relay first, so that there is something to sweep.
    lazy, eager = (an_app(spanner_place, eager_relay=eager_relay) for eager_relay in (False, True))
    for app, asks in ((lazy, everything()), (eager, repair(eager))):
        for ask in asks:
            used.clear()
            answer = call(apis(app)[ask.function], ask.method, ask.path, json=ask.body, headers=ask.headers)
            assert answer.status_code == ask.status, (ask, answer.get_data(as_text=True))
            needed[ask.function] |= used
    granted = rights_of_roles(INFRA / "schema" / "production")
    beyond = {
        function: {(table, right) for table, right in rights if right not in granted[function].get(table, ())}
        for function, rights in needed.items()
    }
    assert beyond == {function: set() for function in TOPOLOGY["functions"]}


def an_app(place: SpannerPlace, *, eager_relay: bool) -> App:
    options = settings(eager_relay=eager_relay, generation_cache_seconds=0, park_after_attempts=1)
    return build(options, ACCOUNTS, on_spanner(place), wait=lambda seconds: None)


def apis(app: App) -> dict[str, Api]:
    return {
        "accept_commands": app.commands,
        "answer_queries": app.queries,
        "operate_views": app.operations,
        "rebuild_views": app.rebuilds,
        "reconcile_views": app.reconcile,
        "relay_outbox": app.relay,
        **{f"project_{one.name}": app.doorbell(one.name) for one in app.domain.projections},
    }
