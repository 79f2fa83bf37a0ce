"""Finds out how to start each emulator on this machine: natively, else in a container."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from emulators.errors import CannotRun

SPANNER_VERSION: Final = "1.5.28"
SPANNER_IMAGE: Final = f"gcr.io/cloud-spanner-emulator/emulator:{SPANNER_VERSION}"
#: Not pinned: Google deletes these images after a year.
PUBSUB_IMAGE: Final = "gcr.io/google.com/cloudsdktool/google-cloud-cli:emulators"
#: The emulator's start script hands these to Java. They spare it the compiler that pays off after minutes only.
JVM_OPTIONS: Final = "CLOUD_PUBSUB_EMULATOR_OPTS"
QUICK_START: Final = "-XX:TieredStopAtLevel=1"
#: How long `docker info` may take.
ENGINE_TIMEOUT_SECONDS: Final = 15.0
USUAL_FOLDERS: Final = (
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "~/google-cloud-sdk",
)


class NotInstalled(CannotRun):
    """The message names what has to be installed."""


@dataclass(frozen=True)
class StartCommand:
    how: str
    command: list[str]
    #: Variables that its process gets besides those of this shell.
    variables: Mapping[str, str] = field(default_factory=dict)


def spanner_emulator(port: int) -> StartCommand:
    """Return how to start it on this port. Raises NotInstalled."""
    if binary := _binary("emulator_main", "bin/cloud_spanner_emulator/emulator_main"):
        return StartCommand("natively", [binary, "--host_port", f"127.0.0.1:{port}"])
    if engine := _docker():
        inside = ["./emulator_main", "--host_port", f"127.0.0.1:{port}"]
        return StartCommand("in Docker", [*engine, SPANNER_IMAGE, *inside])
    raise NotInstalled("no Spanner emulator (install the Google Cloud SDK's, or name yours in SPANNER_EMULATOR_HOST)")


def pubsub_emulator(port: int) -> StartCommand:
    """Return how to start it on this port. Raises NotInstalled."""
    binary = _binary("cloud-pubsub-emulator", "platform/pubsub-emulator/bin/cloud-pubsub-emulator")
    if binary and _java():
        command = [binary, "--host=127.0.0.1", f"--port={port}"]
        return StartCommand("natively", command, {JVM_OPTIONS: f"{QUICK_START} {os.environ.get(JVM_OPTIONS, '')}"})
    if engine := _docker():
        inside = ["gcloud", "beta", "emulators", "pubsub", "start", f"--host-port=127.0.0.1:{port}"]
        return StartCommand("in Docker", [*engine, PUBSUB_IMAGE, *inside])
    lacking = (
        "Java for the Pub/Sub emulator (install it" if binary else "Pub/Sub emulator (install the Google Cloud SDK's"
    )
    raise NotInstalled(f"no {lacking}, or name yours in PUBSUB_EMULATOR_HOST)")


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


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return os.access(Path(home, "bin", "java"), os.X_OK) if home else shutil.which("java") is not None


def _docker() -> list[str] | None:
    """Return the command that runs a container in the host's network, which is possible on Linux only; else None.

    In the host's network the emulator can push to the functions under the same addresses that everything else uses.
    """
    docker = shutil.which("docker") if sys.platform == "linux" else None
    return [docker, "run", "--rm", "--init", "--network=host"] if docker and _engine_responds(docker) else None


@cache
def _engine_responds(docker: str) -> bool:
    try:
        subprocess.run([docker, "info"], capture_output=True, check=True, timeout=ENGINE_TIMEOUT_SECONDS)
    except (subprocess.SubprocessError, OSError):
        return False
    return True
