"""POST a reconciliation, as a scheduler does: success means that all is well."""

from dataclasses import replace

import pytest

from onewrite.adapters.http.routes.reconcile import reconcile_api
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.data.builders import interest
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of
from tests.support.faults.ports import on_top_of
from tests.support.http.call import call
from tests.support.http.problems import problem


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def accounts(app: App, number: int) -> list[StreamId]:
    return [an_appended_account(app, interest("tea"), key=f"k{place:02d}") for place in range(number)]


def test_over_http_success_means_that_all_is_well(app: App, fragile: Fragile, caplog: pytest.LogCaptureFixture) -> None:
    [bad, _] = accounts(app, 2)
    fragile.fail(bad, 1)
    found = call(app.reconcile, "POST", "/")
    assert (found.status_code, found.get_json()["healed"], found.get_json()["parked"]) == (503, 3, 1)
    assert [record.levelname for record in caplog.records if "views_reconciled" in str(record.__dict__)] == ["ERROR"]
    fragile.mend()
    app.operate.release.release(app.operate.release.parked(), ADA)
    well = call(app.reconcile, "POST", "/")
    assert (well.status_code, well.get_json()["parked"]) == (200, 0)
    assert well.get_json().keys() >= {"heads", "lagging", "healed", "parked", "ahead", "unpublished"}


def test_over_http_a_store_that_cannot_answer_is_a_problem(app: App) -> None:
    def fail() -> None:
        raise Unavailable("no answer")

    outbox = on_top_of(app.adapters.outbox, read_marks=fail)
    broken = app_of(replace(app.adapters, outbox=outbox))
    problem(call(reconcile_api(broken.operate.reconcile, lambda: None), "POST", "/"), 503, "UNAVAILABLE")
