"""The service with its latencies: what infra/simulation answers from memory, each call as long after as it assumes."""

from collections.abc import Callable
from time import sleep
from typing import Any

from infra.assumptions import ASSUMPTIONS
from infra.simulation.counted.measured import measured
from onewrite.bootstrap import App
from onewrite.domain.model import Domain
from tests.bench.measuring.bare import connection_of

#: What each call is assumed to take.
LATENCIES = {"read": "read_ms", "streaming_read": "read_ms", "commit": "commit_ms"}


def with_the_latencies_of_the_service(domain: Domain) -> App:
    """Return an application over it; a transaction waits for no other, as those of other streams don't."""
    app = measured().app(domain, eager_relay=False)
    api = connection_of(app).database.spanner_api
    for name, assumed in LATENCIES.items():
        setattr(api, name, _after(ASSUMPTIONS[assumed].value / 1000, getattr(api, name)))
    return app


def _after(seconds: float, call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*arguments: Any, **options: Any) -> Any:
        sleep(seconds)
        return call(*arguments, **options)

    return called
