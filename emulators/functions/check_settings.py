"""Checks the settings and the domain before any process is started with them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from emulators.errors import CannotRun
from emulators.paths import FUNCTIONS
from emulators.settings.topology import Topology
from emulators.settings.variables import process_environment

REHEARSAL: Final = Path(__file__).with_name("rehearse.py")
IMPORT_TIMEOUT_SECONDS: Final = 120.0
TOPICS: Final = ("ONEWRITE_TOPIC", "ONEWRITE_REBUILD_TOPIC")


def check_settings(settings: Mapping[str, str], topology: Topology) -> None:
    """Raise `CannotRun` if the functions could not start, or would publish on a topic that the topology lacks."""
    for name in TOPICS:
        if (topic := settings.get(name)) and topic not in topology.topics:
            raise CannotRun(f"{name}={topic} is not in infra/topology.json: use one of {', '.join(topology.topics)}")
    try:
        tried = subprocess.run(
            [sys.executable, "-P", str(REHEARSAL)],
            env=process_environment(settings),
            cwd=FUNCTIONS,
            capture_output=True,
            text=True,
            timeout=IMPORT_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRun(
            f"{_domain(settings)} isn't imported within {IMPORT_TIMEOUT_SECONDS:.0f} s: what does it wait for?"
        ) from None
    if tried.returncode:
        last = tried.stderr.strip().rpartition("\n")[2]
        raise CannotRun(last or f"importing {_domain(settings)} ended with exit code {tried.returncode}")


def _domain(settings: Mapping[str, str]) -> str:
    return f"ONEWRITE_DOMAIN={settings.get('ONEWRITE_DOMAIN', '')}"
