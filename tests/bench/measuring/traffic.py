"""What goes to Spanner and back: the calls, and the bytes of all requests and responses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import pytest

from tests.support.checks.round_trips import SPANNER


@dataclass
class Traffic:
    calls: list[str] = field(default_factory=list)
    size: int = 0

    def weigh(self, message: Any) -> Any:
        self.size += type(message).pb(message).ByteSize()
        return message


@contextmanager
def traffic_of(database: Any) -> Iterator[Traffic]:
    """Yield what is added to as long as the block lasts."""
    traffic, api = Traffic(), database.spanner_api

    def weighing(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def weigh(*, request: Any, **options: Any) -> Any:
            traffic.calls.append(name)
            traffic.weigh(request)
            response = call(request=request, **options)
            return map(traffic.weigh, response) if "streaming" in name else traffic.weigh(response)

        return weigh

    with pytest.MonkeyPatch.context() as patch:
        for name in SPANNER:
            patch.setattr(api, name, weighing(name, getattr(api, name)))
        yield traffic
