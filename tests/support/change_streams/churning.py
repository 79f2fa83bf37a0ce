"""A Spanner emulator whose partitions live for one or two seconds: they split, merge and move while a test looks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from emulators.google.discover import spanner_emulator
from emulators.processes.guard import ProcessGuard
from emulators.processes.ports import free_port
from emulators.processes.process import Process
from emulators.processes.ready import await_ready
from onewrite.local.probes import spanner_responds
from tests.support.waiting.bounds import WAIT_SECONDS

LIVE_SHORT = "--override_change_stream_partition_token_alive_seconds=1"


@contextmanager
def churning_emulator(folder: Path) -> Iterator[str]:
    """Yield its host. Raises NotInstalled."""
    port = free_port()
    host, command = f"127.0.0.1:{port}", [*spanner_emulator(port).command, LIVE_SHORT]
    with ProcessGuard() as guard:
        emulator = Process("spanner", command, os.environ, folder, folder / "spanner.log", guard)
        emulator.start()
        try:
            await_ready(emulator, partial(spanner_responds, host, within=1), within=WAIT_SECONDS)
            yield host
        finally:
            emulator.stop()
