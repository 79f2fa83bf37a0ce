"""A refusal names what it is about in its metadata too, for programs."""

from collections.abc import Callable

import pytest

from onewrite.bootstrap import App, memory_adapters
from onewrite.errors import OperationRefused
from tests.support.data.rebuilds import build_generation
from tests.support.domains.fragile import ADA, app_of


@pytest.fixture
def app() -> App:
    return app_of(memory_adapters())


@pytest.mark.parametrize(
    ("act", "metadata"),
    [
        (lambda app: app.operate.rebuild.progress("profiles"), {"projection": "profiles"}),
        (lambda app: app.operate.switch.switch("profiles", ADA), {"projection": "profiles"}),
        (lambda app: app.operate.switch.rollback("profiles", ADA), {"projection": "profiles"}),
        (lambda app: app.operate.switch.cancel("profiles", ADA), {"projection": "profiles"}),
        (lambda app: app.operate.switch.drop("profiles", 1, ADA), {"projection": "profiles", "generation": 1}),
        (lambda app: app.operate.switch.drop("profiles", 7, ADA), {"projection": "profiles", "generation": 7}),
    ],
    ids=["progress", "switch", "rollback", "cancel", "drop the active one", "drop what never was"],
)
def test_without_a_rebuild(app: App, act: Callable[[App], object], metadata: dict[str, object]) -> None:
    assert refused(app, act) == metadata


@pytest.mark.parametrize(
    "act",
    [
        lambda app: app.operate.rebuild.start("profiles", ADA),
        lambda app: app.operate.switch.switch("profiles", ADA),
    ],
    ids=["start", "switch"],
)
def test_during_a_rebuild(app: App, act: Callable[[App], object]) -> None:
    build_generation(app)
    assert refused(app, act) == {"projection": "profiles", "generation": 2}


def refused(app: App, act: Callable[[App], object]) -> dict[str, object]:
    with pytest.raises(OperationRefused) as refusal:
        act(app)
    return dict(refusal.value.metadata)
