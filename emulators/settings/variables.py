"""The environment of the local system's processes, made in one place."""

import os
from collections.abc import Mapping
from typing import Final

from dotenv import dotenv_values

from emulators.paths import VARIABLES

#: Left out of what a function inherits: each would point it at something else, or have it served in another way.
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
    """Take emulators.env, over it this shell's ONEWRITE_…, over that what is wanted here."""
    usual = {name: value for name, value in dotenv_values(VARIABLES).items() if value is not None}
    said = {name: value for name, value in os.environ.items() if name.startswith("ONEWRITE_")}
    return {**usual, **said, **wanted}


def process_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Give a process what it inherits, its settings, and what every function runs with here."""
    unproxied = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {
        **inherited,
        **settings,
        "PYTHONUNBUFFERED": "1",
        "THREADS": "8",
        "no_proxy": f"{unproxied},{LOCAL}" if unproxied else LOCAL,
    }
