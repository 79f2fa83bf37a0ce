"""At a cold start requests arrive together, and there is one application for all of them."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from onewrite.bootstrap import App, app, embedded_adapters, forget_app
from tests.support.systems.command_line import as_in_a_process_of_its_own

REQUESTS = 8


@pytest.fixture(autouse=True)
def cold(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has wired nothing, and whose threads take turns as often as they can."""
    monkeypatch.setenv("ONEWRITE_STORE", "memory")
    monkeypatch.setenv("ONEWRITE_DOMAIN", "accounts:ACCOUNTS")
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    with as_in_a_process_of_its_own():
        yield
    sys.setswitchinterval(usual)
    embedded_adapters.cache_clear()


def test_requests_that_arrive_together_share_one_application() -> None:
    together = Barrier(REQUESTS)

    def ask(_: int) -> App:
        together.wait()
        return app()

    with ThreadPoolExecutor(REQUESTS) as pool:
        asked = list(pool.map(ask, range(REQUESTS)))
    assert {id(one) for one in asked} == {id(app())}


def test_an_application_that_was_forgotten_is_wired_again() -> None:
    before = app()
    forget_app()
    assert app() is not before


@pytest.mark.parametrize(("framework", "is_usual"), [("functions_framework", False), ("flask", True)])
def test_a_function_looks_for_garbage_seldom(framework: str, is_usual: bool) -> None:
    load = f"import gc, {framework}; usual = gc.get_threshold(); import onewrite.bootstrap"
    code = f"{load}; print(gc.get_threshold() == usual)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(is_usual)
