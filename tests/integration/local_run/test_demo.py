"""The demo, played as somebody would in a terminal, with another load."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from emulators.demo.__main__ import main
from emulators.paths import ROOT
from tests.support.systems.terminal import are_gone
from tests.support.waiting.bounds import TEST_SECONDS, WAIT_SECONDS
from tests.support.waiting.eventually import eventually

COMMAND = [sys.executable, "-m", "emulators.demo"]


@pytest.mark.usefixtures("emulators", "warm_processes", "signals_given_back")
def test_the_demo_plays_its_story_and_every_claim_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process, so that all others start warm; below it has one of its own, with which all of them share it."""
    for name, value in {"COLUMNS": "200", "COMMANDS": "80", "ONEWRITE_DOMAIN": "leaked:IN"}.items():
        monkeypatch.setenv(name, value)
    code = main()
    played = capsys.readouterr()
    assert code == 0, played.out + played.err
    lines = played.out.splitlines()
    assert lines[0].startswith("Adopting the Spanner emulator at ")
    assert "   ✓ the store has version 1, and the request is still unanswered" in lines
    assert lines[-3] == "   ✓ 97 commands, 98 events, 0 missing, 0 repeated, views equal"
    assert lines[-1].startswith("Every claim held")
    assert "✗" not in played.out


def test_the_demo_is_carried_by_the_change_stream_alone() -> None:
    ways = {"RELAY": "change-stream", "DELIVERY": "pull", "ONEWRITE_STORE": "memory"}
    variables = {**os.environ, "COLUMNS": "200", "COMMANDS": "80", **ways}
    played = subprocess.run(
        COMMAND, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=TEST_SECONDS, check=False
    )
    assert played.returncode == 0, played.stdout + played.stderr
    lines = played.stdout.splitlines()
    assert lines[1] == "Relay: change-stream. Delivery: pull."
    assert "   POST tail_changes" in lines
    assert "   (DELIVERY=pull: no message reaches clubs, interests, profiles. They pull.)" in lines
    assert lines[-1].startswith("Every claim held")


def test_the_embedded_demo_says_so_first_and_hears_ctrl_c_during_the_load(tmp_path: Path) -> None:
    variables = {**os.environ, "COLUMNS": "200", "COMMANDS": "18000", "ONEWRITE_STORE": "memory"}
    output = tmp_path / "output"
    with output.open("wb") as file:
        demo = subprocess.Popen(COMMAND, cwd=ROOT, env=variables, stdout=file, stderr=file, start_new_session=True)
    try:
        eventually(lambda: "9. 18000 commands" in output.read_text())
        family = psutil.Process(demo.pid).children(recursive=True)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(WAIT_SECONDS) == 130
    finally:
        demo.kill()
        demo.wait()
    assert output.read_text().startswith("Embedded, as ONEWRITE_STORE=memory asks.")
    assert output.read_text().endswith("Stopped.\n")
    assert are_gone(family)
