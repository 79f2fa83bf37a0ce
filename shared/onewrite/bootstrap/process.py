"""The application of this process, wired once from its environment."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from threading import Lock
from time import monotonic, sleep
from typing import Final

from onewrite.adapters.logging import start_logging
from onewrite.bootstrap.adapters import Adapters, adapters_of
from onewrite.bootstrap.app import App
from onewrite.bootstrap.metrics import begin_to_tell
from onewrite.bootstrap.tracing import start_tracing
from onewrite.domain.model import Domain
from onewrite.settings import Settings, domain_of, is_in_cloud

#: Held while the application is wired: requests that arrive at a cold start would all do so.
_wiring: Final = Lock()


def app() -> App:
    """Return the application, wired on first use for the environment of this process."""
    with _wiring:
        return _wired()


def forget_app() -> None:
    """Let the application be wired again when it is used the next time."""
    _wired.cache_clear()


@cache
def _wired() -> App:
    settings = Settings.read()
    start_logging(project=settings.project)
    start_tracing(settings)
    return replace(build(settings, domain_of(settings), adapters_of(settings)), metrics=begin_to_tell(settings))


def build(
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    *,
    clock: Callable[[], float] = monotonic,
    wait: Callable[[float], None] = sleep,
) -> App:
    """Return an application in which nothing is wired yet."""
    return App(settings, domain, adapters, clock, wait)


if is_in_cloud():
    # A wrong environment has to fail the deployment, not the first request.
    domain_of(Settings.read())
