"""Markers, a clean environment, nothing clever.

Emulators that the shell names aren't adopted: tests kill and freeze them.
"""

import os
import signal

from dotenv import dotenv_values
from hypothesis import HealthCheck, settings

from emulators.paths import VARIABLES
from tests.support.waiting.bounds import TEST_SECONDS
from tests.support.waiting.rounds import CHAOS_SECONDS

for name in list(os.environ):
    if name.startswith(("ONEWRITE_", "GOOGLE_", "K_")) or name.endswith("_EMULATOR_HOST"):
        del os.environ[name]
os.environ.update(
    {name: value or "" for name, value in dotenv_values(VARIABLES).items() if not name.startswith("ONEWRITE_")}
)

pytest_plugins = [
    "tests.support.checks.spans",
    "tests.support.checks.told_work",
    "tests.support.systems.adapters",
    "tests.support.systems.emulators",
    "tests.support.systems.selling",
    "tests.support.systems.shop",
    "tests.support.systems.start_system",
]

#: A shell that runs pytest in the background has it ignore these, and so would every process that a test starts.
for stopping in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
    if signal.getsignal(stopping) is signal.SIG_IGN:
        signal.signal(stopping, signal.SIG_DFL)

#: The bound of a test for pytest-timeout, whose loads go on longer in `make chaos`; `--timeout` goes before it.
os.environ.setdefault("PYTEST_TIMEOUT", str(TEST_SECONDS + 10 * CHAOS_SECONDS))

settings.register_profile(
    "onewrite", derandomize=False, print_blob=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("onewrite")
