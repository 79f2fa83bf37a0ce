"""`python -m spanner_changes tail`, as somebody types it who has never heard of the rest."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from emulators.paths import ROOT
from tests.support.change_streams.things import Things
from tests.support.waiting.again import again_and_again
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

pytestmark = pytest.mark.emulator


@contextmanager
def tailing(things: Things, out: Path, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    place = ["--project", things.project, "--instance", "things", "--database", "things"]
    command = [sys.executable, "-m", "spanner_changes", "tail", "everything", *place, "--poll", *more]
    environment = {**os.environ, "SPANNER_EMULATOR_HOST": things.host, "PYTHONPATH": str(ROOT / "shared")}
    with out.open("wb") as lines, subprocess.Popen(command, env=environment, stdout=lines) as process:
        try:
            yield process
        finally:
            process.kill()


def test_changes_are_printed_until_ctrl_c(things: Things, tmp_path: Path) -> None:
    out = tmp_path / "lines"
    with tailing(things, out) as process:
        with again_and_again(things.commit, pause=0.05):
            eventually(lambda: out.read_text().count("\n") > 5)
        process.send_signal(signal.SIGINT)
        assert process.wait(WAIT_SECONDS) == 0
    first = json.loads(out.read_text().splitlines()[0])
    assert (first["table"], first["new_values"].keys()) == ("things", {"n"})


def test_what_was_committed_before_is_printed_if_that_is_asked_for(things: Things, tmp_path: Path) -> None:
    since, out = things.now().isoformat(), tmp_path / "lines"
    things.commit(3)
    with tailing(things, out, "--since", since):
        eventually(lambda: [json.loads(line)["new_values"]["n"] for line in out.read_text().splitlines()] == [0, 1, 2])
