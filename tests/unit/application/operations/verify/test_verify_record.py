"""Who verified a view is on record with the verdict; a verdict is kept for the generation that it is about."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.views.profiles import PROFILES
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.views import Put
from onewrite.bootstrap import App, memory_adapters
from tests.support.data.rebuilds import build_generation
from tests.support.data.verifying import EXTRA, tamper, three_accounts
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of

GRACE = Actor("grace", "before the switch")


@pytest.fixture
def app() -> App:
    app = app_of(memory_adapters())
    three_accounts(app)
    return app


@pytest.mark.parametrize("generations", [[1], [1, 2]], ids=["the active one", "one being built too"])
def test_who_verified_and_what_was_found_is_on_record(app: App, generations: list[int]) -> None:
    if 2 in generations:
        build_generation(app)
    tamper(app, 1, Put(PROFILES, {"account_id": "eve", **EXTRA}))
    app.operate.verify("profiles", GRACE)
    app.operate.verify("profiles")
    done = app.adapters.audit_log.newest(limit=1)[0].operation
    assert done == Operation("verify", GRACE, "profiles", details={"generations": generations, "differences": 1})


def test_a_verdict_is_not_taken_for_one_on_a_generation_that_was_started_meanwhile(app: App) -> None:
    build_generation(app)

    def change(*what: Any) -> object:
        app.operate.switch.cancel("profiles", ADA)
        build_generation(app)
        return app.adapters.generations.change(*what)

    late = app_of(replace(app.adapters, generations=on_top_of(app.adapters.generations, change=change)))
    late.operate.verify("profiles")
    known = app.adapters.generations.read("profiles")
    assert (known.building, known.state) == (3, BuildState.UNDER_WAY)
