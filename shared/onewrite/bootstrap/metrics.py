"""What this process tells of its work: sums in the log and, where the system is on this machine, metrics."""

import atexit
import logging
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from onewrite.adapters.logging import LIBRARIES
from onewrite.application.tally import TALLY
from onewrite.settings import Settings


def begin_to_tell(settings: Settings) -> Callable[[], bytes] | None:
    """Begin the tally; return what gives the text of the metrics, None where nobody is to read them."""
    TALLY.begin(settings.tally_seconds)
    atexit.register(TALLY.tell)
    return _metrics_of(settings.metrics) if settings.metrics and find_spec("prometheus_client") else None


@cache
def _metrics_of(file: str) -> Callable[[], bytes]:
    """Let a listener hear all log lines; once in a process, else it would count them twice."""
    from onewrite.adapters.metrics.definition import read_definition  # noqa: PLC0415 - for a system on this machine
    from onewrite.adapters.metrics.prometheus import PrometheusListener  # noqa: PLC0415 - not part of what is deployed

    listener = PrometheusListener(read_definition(Path(file)))
    for name in LIBRARIES:
        logging.getLogger(name).addHandler(listener)

    def text() -> bytes:
        TALLY.tell()
        return listener.text()

    return text
