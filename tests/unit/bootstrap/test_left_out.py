"""What Google's client would load for nothing is not there for it, and is there for everybody else."""

import sys
from importlib import import_module

import pytest

from onewrite.bootstrap import left_out

MODULE = "colorsys"


@pytest.fixture(autouse=True)
def one_that_nobody_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_out, "FOR_METRICS", (MODULE,))
    monkeypatch.delitem(sys.modules, MODULE, raising=False)


def test_it_can_not_be_imported_in_the_block_and_can_behind_it() -> None:
    with left_out.without_metrics(), pytest.raises(ImportError):
        import_module(MODULE)
    assert import_module(MODULE)


def test_it_can_be_imported_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), left_out.without_metrics():
        raise ZeroDivisionError
    assert import_module(MODULE)


def test_what_somebody_has_loaded_already_stays() -> None:
    before = import_module(MODULE)
    with left_out.without_metrics():
        assert import_module(MODULE) is before
    assert import_module(MODULE) is before
