"""Python environments beside the project's own, for what must not or can't live in it; built once and kept."""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

ENVIRONMENTS = Path(__file__).parents[3] / ".build" / "environments"

#: For tests that need one: on a fresh clone it has to be installed first, perhaps by another worker.
may_have_to_install = pytest.mark.timeout(900)


def environment(name: str, requirements: Path) -> Path:
    """Return the Python of an environment with exactly these requirements, each checked against its hashes."""
    pins = requirements.read_bytes() + sys.version.encode()
    folder = ENVIRONMENTS / f"{name}-{sha256(pins).hexdigest()[:12]}"
    python, ready = folder / "bin" / "python", folder / ".ready"
    with _alone(name):
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            _uv("venv", "--python", sys.executable, str(folder))
            install = ("pip", "install", "--compile-bytecode", "--require-hashes")
            _uv(*install, "--python", str(python), "--requirement", str(requirements))
            ready.touch()
    return python


def _uv(*arguments: str) -> None:
    command = [sys.executable, "-m", "uv", "--quiet", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let one process at a time build an environment; the others find it finished."""
    ENVIRONMENTS.mkdir(parents=True, exist_ok=True)
    with (ENVIRONMENTS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
