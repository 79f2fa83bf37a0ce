"""The emulators that the environment names, taken only if they answer."""

import os
import re
from collections.abc import Callable
from typing import Final

from emulators.errors import CannotRun
from onewrite.cli.answers import pubsub_answers, spanner_answers

PATIENCE: Final = 3.0
SPANNER: Final = "SPANNER_EMULATOR_HOST"
PUBSUB: Final = "PUBSUB_EMULATOR_HOST"


def named_spanner() -> str | None:
    return _named(SPANNER, spanner_answers)


def named_pubsub() -> str | None:
    return _named(PUBSUB, pubsub_answers)


def _named(variable: str, answers: Callable[..., bool]) -> str | None:
    host = os.environ.get(variable)
    if not host:
        return None
    if not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}", host):
        raise CannotRun(f"{variable}={host} is not host:port: write for example 127.0.0.1:9010, without http://")
    if not answers(host, within=PATIENCE):
        raise CannotRun(
            f"{variable}={host} does not answer: start that emulator, or unset {variable} to have one started here"
        )
    return host
