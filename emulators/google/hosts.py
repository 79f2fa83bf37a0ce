"""The host of an emulator that the environment names, checked before it is used."""

import os
import re
from typing import Final

from emulators.errors import CannotRun
from emulators.google.kinds import Kind

PROBE_TIMEOUT_SECONDS: Final = 10.0
HOST_AND_PORT: Final = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}")


def named_host(kind: Kind) -> str | None:
    """Return the host, or None if none is named. Raises `CannotRun` unless it is host:port and an emulator responds."""
    host = os.environ.get(kind.variable)
    if not host:
        return None
    setting = f"{kind.variable}={host}"
    if not HOST_AND_PORT.fullmatch(host):
        raise CannotRun(f"{setting} is not host:port: write for example 127.0.0.1:9010, without http://")
    if not kind.responds(host, within=PROBE_TIMEOUT_SECONDS):
        raise CannotRun(
            f"{setting} does not answer: start that emulator, or unset {kind.variable} to have one started here"
        )
    return host
