"""The emulators that the environment names, taken only if they answer."""

import os
import re
from typing import Final

from emulators.errors import CannotRun
from emulators.google.kinds import Kind

PROBE_TIMEOUT_SECONDS: Final = 3.0
HOST_AND_PORT: Final = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}")


def named_host(kind: Kind) -> str | None:
    host = os.environ.get(kind.variable)
    if not host:
        return None
    said = f"{kind.variable}={host}"
    if not HOST_AND_PORT.fullmatch(host):
        raise CannotRun(f"{said} is not host:port: write for example 127.0.0.1:9010, without http://")
    if not kind.answers(host, within=PROBE_TIMEOUT_SECONDS):
        raise CannotRun(
            f"{said} does not answer: start that emulator, or unset {kind.variable} to have one started here"
        )
    return host
