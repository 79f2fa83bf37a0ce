"""What Google's client would load for metrics is left out while that client is loaded, and only then."""

import sys
from types import ModuleType

import pytest

from onewrite.bootstrap.left_out import FOR_METRICS, without_metrics


@pytest.fixture(params=FOR_METRICS)
def name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that nobody has loaded."""
    monkeypatch.delitem(sys.modules, request.param, raising=False)
    return str(request.param)


def test_it_is_not_to_be_found_within_the_block_however_that_ends(name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=name), without_metrics():
        __import__(name)
    assert name not in sys.modules


def test_what_is_loaded_already_stays(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, module)
    with without_metrics():
        assert sys.modules[name] is module
    assert sys.modules[name] is module
