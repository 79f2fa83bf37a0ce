import sys
from pathlib import Path

import pytest

from emulators.google import discover as found
from emulators.google.discover import NotInstalled, pubsub_emulator, spanner_emulator


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("CLOUDSDK_ROOT", "CLOUDSDK_ROOT_DIR", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(found, "USUAL_FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def executable(path: Path, script: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_nothing_is_found_where_nothing_is_installed() -> None:
    with pytest.raises(
        NotInstalled, match=r"^no Spanner emulator \(install .*, or name yours in SPANNER_EMULATOR_HOST\)$"
    ):
        spanner_emulator(1)
    with pytest.raises(
        NotInstalled, match=r"^no Pub/Sub emulator \(install .*, or name yours in PUBSUB_EMULATOR_HOST\)$"
    ):
        pubsub_emulator(1)


def test_an_emulator_is_found_in_the_sdk_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = executable(tmp_path / "sdk/bin/cloud_spanner_emulator/emulator_main")
    monkeypatch.setenv("CLOUDSDK_ROOT", str(tmp_path / "sdk"))
    there = spanner_emulator(9010)
    assert there.command == [str(binary), "--host_port", "127.0.0.1:9010"]


def test_an_emulator_is_found_beside_gcloud_even_behind_a_link(tmp_path: Path) -> None:
    executable(tmp_path / "bin/java")
    gcloud = executable(tmp_path / "sdk/bin/gcloud")
    (tmp_path / "bin/gcloud").symlink_to(gcloud)
    binary = executable(tmp_path / "sdk/platform/pubsub-emulator/bin/cloud-pubsub-emulator")
    there = pubsub_emulator(8085)
    assert there.command == [str(binary), "--host=127.0.0.1", "--port=8085"]


def test_an_emulator_is_found_on_the_path(tmp_path: Path) -> None:
    binary = executable(tmp_path / "bin/emulator_main")
    there = spanner_emulator(9010)
    assert there.command[0] == str(binary)


def test_where_only_java_is_missing_java_is_what_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(tmp_path / "bin/cloud-pubsub-emulator")
    with pytest.raises(NotInstalled, match=r"^no Java for the Pub/Sub emulator \(install it, or name yours"):
        pubsub_emulator(8085)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "java"))
    with pytest.raises(NotInstalled, match="no Java"):
        pubsub_emulator(8085)
    executable(tmp_path / "java/bin/java")
    assert pubsub_emulator(8085).how == "natively"


def test_a_container_is_the_last_resort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    docker = executable(tmp_path / "bin/docker")
    there = spanner_emulator(9010)
    assert there.how == "in Docker"
    assert there.command[0] == str(docker)
    assert there.command[-2:] == ["--host_port", "127.0.0.1:9010"]


def test_a_container_engine_that_does_not_run_counts_as_none_and_is_asked_once(tmp_path: Path) -> None:
    executable(tmp_path / "bin/docker", f"echo asked >> {tmp_path}/asked; exit 1")
    for emulator in (pubsub_emulator, spanner_emulator) * 2:
        with pytest.raises(NotInstalled):
            emulator(8085)
    assert (tmp_path / "asked").read_text() == "asked\n"


def test_a_container_engine_that_runs_in_a_machine_of_its_own_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    executable(tmp_path / "bin/docker")
    with pytest.raises(NotInstalled):
        spanner_emulator(9010)
