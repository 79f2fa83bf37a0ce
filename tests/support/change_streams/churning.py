"""A Spanner emulator whose partitions live for as long as a test wants: they split, merge and move while it looks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from emulators.google.discover import spanner_emulator
from emulators.processes.guard import ProcessGuard
from emulators.processes.ports import free_port
from emulators.processes.process import Process
from onewrite.local.emulator_probes import spanner_responds
from tests.support.waiting.eventually import eventually


@contextmanager
def churning_emulator(folder: Path, alive_seconds: int) -> Iterator[str]:
    """Yield its host. Each partition lives for so many seconds, or up to twice as long. Raises NotInstalled."""
    port = free_port()
    lives = f"--override_change_stream_partition_token_alive_seconds={alive_seconds}"
    host, command = f"127.0.0.1:{port}", [*spanner_emulator(port).command, lives]
    with ProcessGuard() as guard:
        emulator = Process("spanner", command, os.environ, folder, folder / "spanner.log", guard)
        emulator.start()
        try:
            eventually(partial(spanner_responds, host, within=1))
            yield host
        finally:
            emulator.stop()
