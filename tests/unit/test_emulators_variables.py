from pathlib import Path

import pytest

from emulators.variables import process_environment, variables


def test_what_a_caller_wants_wins_over_the_shell_and_the_shell_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert variables({})["ONEWRITE_INSTANCE"] == "onewrite"
    monkeypatch.setenv("ONEWRITE_INSTANCE", "from-the-shell")
    assert variables({})["ONEWRITE_INSTANCE"] == "from-the-shell"
    assert variables({"ONEWRITE_INSTANCE": "wanted"})["ONEWRITE_INSTANCE"] == "wanted"


def test_what_the_emulator_cannot_do_is_not_left_to_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS", "true")
    assert variables({})["GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS"] == "false"


def test_a_process_inherits_nothing_that_points_it_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("SPANNER_EMULATOR_HOST", "elsewhere:1")
    environment = process_environment({"PUBSUB_EMULATOR_HOST": "here:2"}, tmp_path)
    assert "PORT" not in environment
    assert "SPANNER_EMULATOR_HOST" not in environment
    assert environment["PUBSUB_EMULATOR_HOST"] == "here:2"
