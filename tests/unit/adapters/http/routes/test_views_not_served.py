"""Something was renamed in place: everybody is told in one line, nothing is written, and the code of before goes on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Response

from accounts.account.commands import Rename
from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.adapters.http.api import Api
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.checks.traces import NO_TRACES, traces
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import follow
from tests.support.domains.replaced import NAMES, Kept, release
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings

OTHERS = Kept("others", "others")


@dataclass(frozen=True)
class Mistake:
    view: Kept
    reason: str
    line: str


TABLES = (
    "names keeps its rows in names(account_id), and this code declares {}: let a new projection have the new tables, "
    "as shared/replace_a_view.md says"
)
PROJECTION = (
    "nicknames can't begin while the database has names, which this code doesn't declare: declare both until nicknames "
    "is switched to, as shared/replace_a_view.md says, or `onewrite remove` that one"
)
MISTAKES = {
    "a renamed table": Mistake(Kept("names", "people"), "TABLES_DIFFER", TABLES.format("people(account_id)")),
    "a changed key": Mistake(Kept("names", "names", "user_id"), "TABLES_DIFFER", TABLES.format("names(user_id)")),
    "a renamed projection": Mistake(Kept("nicknames", "names"), "VIEW_LEFT_OVER", PROJECTION),
    "a projection renamed with its table": Mistake(Kept("nicknames", "nicknames"), "VIEW_LEFT_OVER", PROJECTION),
}


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def app_with(adapters: Adapters, view: Kept) -> App:
    here = settings(generation_cache_seconds=0, park_after_attempts=1, eager_relay=False)
    return build(here, release(view, OTHERS, asked=view), adapters, wait=lambda seconds: None)


@pytest.fixture
def old(adapters: Adapters) -> App:
    old = app_with(adapters, NAMES)
    follow(old, an_account(old, key="ada"))
    return old


@pytest.fixture(params=MISTAKES)
def mistake(request: pytest.FixtureRequest) -> Mistake:
    return MISTAKES[request.param]


@pytest.fixture
def new(adapters: Adapters, old: App, mistake: Mistake) -> App:
    return app_with(adapters, mistake.view)


def push(app: App, projection: str, event: RecordedEvent) -> Response:
    headers = attributes_of(event, source="//tests")
    return call(app.projection(projection), "POST", "/", data=data_of(event), headers=headers)


def is_told(mistake: Mistake, response: Response) -> bool:
    return bool(problem(response, 503, mistake.reason)["detail"] == mistake.line)


def test_who_serves_the_view_is_not_ready_and_all_others_are(new: App, mistake: Mistake) -> None:
    for api in (new.queries, new.projection(mistake.view.projection)):
        assert is_told(mistake, call(api, "GET", "/health/ready"))
    for api in (new.commands, new.relay, new.rebuilds, new.reconcile, new.operations, new.projection("others")):
        assert call(api, "GET", "/health/ready").status_code == 200


def test_pushes_come_again_until_the_code_of_before_takes_them(
    adapters: Adapters, old: App, new: App, mistake: Mistake
) -> None:
    before = traces(adapters, "names", NAMES.table)
    [renamed] = accept(old, an_account(old, key="bob"), Rename(name="Bob")).events
    assert is_told(mistake, push(new, mistake.view.projection, renamed))
    assert traces(adapters, "names", NAMES.table) == before
    if mistake.view.name != "names":
        assert traces(adapters, "nicknames", mistake.view.table) == NO_TRACES
    assert push(new, "others", renamed).status_code == 204, "nobody else is stopped"
    assert push(old, "names", renamed).status_code == 204
    assert call(old.queries, "GET", "/names/bob").get_json()["name"] == "Bob"


@pytest.mark.parametrize("version", ["", "?min_version=1"])
def test_queries_are_refused_rather_than_empty(new: App, mistake: Mistake, version: str) -> None:
    assert is_told(mistake, call(new.queries, "GET", f"/names/ada{version}"))


@pytest.mark.parametrize("act", ["verify", "rebuild", "switch"])
def test_operators_are_told(new: App, mistake: Mistake, act: str) -> None:
    assert is_told(mistake, call(new.operations, "POST", f"/{act}", {"projection": mistake.view.projection}))


LOOKS: dict[str, Callable[[App], tuple[Api, str, str]]] = {
    "status": lambda app: (app.operations, "GET", "/status?full=true"),
    "reconcile": lambda app: (app.reconcile, "POST", "/"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_reports_name_it_and_go_on_with_the_others(new: App, mistake: Mistake, look: str) -> None:
    an_account(new, key="bob")
    response = call(*LOOKS[look](new))
    found, views = response.get_json(), response.get_json()["projections"]
    assert response.status_code == (503 if look == "reconcile" else 200)
    assert (views[mistake.view.projection]["problem"], views["others"]["problem"]) == (mistake.line, None)
    assert views["others"]["lagging"] == 1
    assert views["others"]["healed"] == (1 if look == "reconcile" else 0)
    assert found["left_over"] == (["names"] if mistake.reason == "VIEW_LEFT_OVER" else [])
