"""The environment variables of the local system's processes."""

import os
from collections.abc import Mapping
from typing import Final

from dotenv import dotenv_values

from onewrite.checks.paths import METRICS, VARIABLES

#: Variables that a function must not inherit: each would change where it connects or how it is served.
FOREIGN: Final = {
    "FUNCTION_SIGNATURE_TYPE",
    "FUNCTION_SOURCE",
    "FUNCTION_TARGET",
    "ENTRY_POINT",
    "HOST",
    "PORT",
    "CLOUD_RUN_TIMEOUT_SECONDS",
    "DEBUG",
    "GUNICORN_CMD_ARGS",
    "GUNICORN_LOG_LEVEL",
    "K_SERVICE",
    "WORKERS",
    "PUBSUB_EMULATOR_HOST",
    "SPANNER_EMULATOR_HOST",
}
LOCAL: Final = "127.0.0.1,localhost"


def variables(wanted: Mapping[str, str]) -> dict[str, str]:
    """Merge emulators.env, this shell's ONEWRITE_… and `wanted`; the later ones win."""
    defaults = {name: value for name, value in dotenv_values(VARIABLES).items() if value is not None}
    shell = {name: value for name, value in os.environ.items() if name.startswith("ONEWRITE_")}
    return {"ONEWRITE_METRICS": str(METRICS), **defaults, **shell, **wanted}


def process_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Merge what a process inherits, its settings, and the variables that every function has here."""
    unproxied = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {
        **inherited,
        **settings,
        "PYTHONUNBUFFERED": "1",
        "THREADS": "8",
        "no_proxy": f"{unproxied},{LOCAL}" if unproxied else LOCAL,
    }
