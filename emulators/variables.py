"""The environment of the local system's processes, made in one place."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from emulators.paths import VARIABLES

#: Left out of what a function inherits: each would point it at something else than this system.
FOREIGN: Final = {
    "DEBUG",
    "FUNCTION_SIGNATURE_TYPE",
    "FUNCTION_SOURCE",
    "FUNCTION_TARGET",
    "HOST",
    "PORT",
    "PUBSUB_EMULATOR_HOST",
    "SPANNER_EMULATOR_HOST",
}


def variables(wanted: Mapping[str, str]) -> dict[str, str]:
    """Take emulators.env, over it this shell's ONEWRITE_…, over that what is wanted here."""
    usual = {name: value for name, value in dotenv_values(VARIABLES).items() if value is not None}
    said = {name: value for name, value in os.environ.items() if name.startswith("ONEWRITE_")}
    return {**usual, **said, **wanted}


def process_environment(settings: Mapping[str, str], own: Path) -> dict[str, str]:
    """Give a process what it inherits, its settings, and what lets it run beside others of its kind."""
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {
        **inherited,
        **settings,
        "PYTHONUNBUFFERED": "1",
        "THREADS": "8",
        "XDG_RUNTIME_DIR": str(own),  # gunicorn's control socket: all of them would use the same one
        "no_proxy": "127.0.0.1,localhost",
    }
