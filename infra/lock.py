"""Pins every dependency of pyproject.toml with its hashes; `--upgrade` moves the pins to the newest possible versions.

The functions' pins are taken from the tests' pins, so that the deployed versions are the tested ones.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = "pyproject.toml"
FOR_TESTS = "tests/requirements.txt"
FOR_FUNCTIONS = "functions/requirements.txt"
#: For Checkov, which has an environment of its own.
FOR_POLICIES = "tests/infra/access/requirements"
#: For benchmarks: the libraries beside which we measure, and what draws the picture.
FOR_BENCHMARKS = "tests/bench/requirements"
OLDEST_PYTHON = "3.11"


def lock(options: list[str]) -> None:
    # pip builds this package without isolation, so the build tools are pinned too.
    build_tools = tomllib.loads((ROOT / PYPROJECT).read_text())["build-system"]["requires"]
    pin([PYPROJECT, "-", "--extra=dev", *options], into=FOR_TESTS, also="\n".join(build_tools))
    pin([PYPROJECT, f"--constraint={FOR_TESTS}"], into=FOR_FUNCTIONS)
    pin([f"{FOR_POLICIES}.in"], into=f"{FOR_POLICIES}.txt")
    pin([f"{FOR_BENCHMARKS}.in"], into=f"{FOR_BENCHMARKS}.txt")


def pin(requirements: list[str], *, into: str, also: str = "") -> None:
    """Compile a file of pins for any platform and any Python from OLDEST_PYTHON on, without paths of this machine."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            *requirements,
            f"--output-file={into}",
            "--quiet",
            "--universal",
            f"--python-version={OLDEST_PYTHON}",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-annotate",
            "--custom-compile-command=make lock",
        ],
        input=also,
        text=True,
        cwd=ROOT,
        check=True,
    )


if __name__ == "__main__":
    lock(sys.argv[1:])
