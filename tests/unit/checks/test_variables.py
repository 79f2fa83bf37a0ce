import pytest

from onewrite.checks.variables import process_environment, variables


def test_what_a_caller_wants_wins_over_the_shell_and_the_shell_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert variables({})["ONEWRITE_INSTANCE"] == "onewrite"
    monkeypatch.setenv("ONEWRITE_INSTANCE", "from-the-shell")
    assert variables({})["ONEWRITE_INSTANCE"] == "from-the-shell"
    assert variables({"ONEWRITE_INSTANCE": "wanted"})["ONEWRITE_INSTANCE"] == "wanted"


def test_what_the_emulator_cannot_do_is_not_left_to_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS", "true")
    assert variables({})["GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS"] == "false"


@pytest.mark.parametrize("name", ["PORT", "SPANNER_EMULATOR_HOST", "K_SERVICE", "WORKERS", "GUNICORN_CMD_ARGS"])
def test_a_process_inherits_nothing_that_points_it_elsewhere_or_serves_it_differently(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "elsewhere:1")
    assert name not in process_environment({})
    assert process_environment({"PUBSUB_EMULATOR_HOST": "here:2"})["PUBSUB_EMULATOR_HOST"] == "here:2"


def test_a_process_has_few_threads_and_writes_its_log_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADS", "64")
    environment = process_environment({})
    assert (environment["THREADS"], environment["PYTHONUNBUFFERED"]) == ("8", "1")


def test_what_needs_no_proxy_still_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("NO_PROXY", "intranet")
    assert process_environment({})["no_proxy"] == "intranet,127.0.0.1,localhost"
    monkeypatch.delenv("NO_PROXY")
    assert process_environment({})["no_proxy"] == "127.0.0.1,localhost"
