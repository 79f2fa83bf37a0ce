"""How each emulator can be started on this machine: natively, else in a container, else not at all."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SPANNER_IMAGE: Final = "gcr.io/cloud-spanner-emulator/emulator"
PUBSUB_IMAGE: Final = "gcr.io/google.com/cloudsdktool/google-cloud-cli:emulators"
USUAL_FOLDERS: Final = (
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "~/google-cloud-sdk",
)


@dataclass(frozen=True)
class Found:
    how: str
    command: list[str]
    #: An image may have to be fetched first.
    patience: float


def spanner_emulator(port: int) -> Found | None:
    if binary := _binary("emulator_main", "bin/cloud_spanner_emulator/emulator_main"):
        return Found("native", [binary, "--host_port", f"127.0.0.1:{port}"], patience=30)
    if engine := _docker():
        inside = ["./emulator_main", "--host_port", f"127.0.0.1:{port}"]
        return Found("docker", [*engine, SPANNER_IMAGE, *inside], patience=300)
    return None


def pubsub_emulator(port: int) -> Found | None:
    binary = _binary("cloud-pubsub-emulator", "platform/pubsub-emulator/bin/cloud-pubsub-emulator")
    if binary and (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return Found("native", [binary, "--host=127.0.0.1", f"--port={port}"], patience=60)
    if engine := _docker():
        inside = ["gcloud", "beta", "emulators", "pubsub", "start", f"--host-port=127.0.0.1:{port}"]
        return Found("docker", [*engine, PUBSUB_IMAGE, *inside], patience=300)
    return None


def _binary(name: str, inside_sdk: str) -> str | None:
    candidates = (folder / inside_sdk for folder in _sdk_folders())
    return next((str(path) for path in candidates if os.access(path, os.X_OK)), None) or shutil.which(name)


def _sdk_folders() -> Iterator[Path]:
    for variable in ("CLOUDSDK_ROOT_DIR", "CLOUDSDK_ROOT"):
        if named := os.environ.get(variable):
            yield Path(named)
    if gcloud := shutil.which("gcloud"):
        yield Path(gcloud).resolve().parent.parent
    yield from (Path(folder).expanduser() for folder in USUAL_FOLDERS)


def _docker() -> list[str] | None:
    """The host's own network: the emulator then reaches the functions as they reach it."""
    docker = shutil.which("docker")
    if docker is None:
        return None
    try:
        subprocess.run([docker, "info"], capture_output=True, check=True, timeout=3)
    except (subprocess.SubprocessError, OSError):
        return None
    return [docker, "run", "--rm", "--init", "--network=host"]
