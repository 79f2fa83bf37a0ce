"""The reader of change streams is installed without the rest of the repository, and works there."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import spanner_changes
from emulators.paths import ROOT

PACKAGE = Path(spanner_changes.__file__).parent
DECLARED = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what its wheel holds."""
    sources, wheels, folder = (tmp_path_factory.mktemp(name) for name in ("sources", "wheels", "installed"))
    shutil.copytree(PACKAGE, sources, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    build = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels)]
    subprocess.run([sys.executable, *build, str(sources)], check=True)
    [wheel] = wheels.glob("*.whl")
    ZipFile(wheel).extractall(folder)
    return folder


def test_it_is_complete(installed: Path) -> None:
    there = {file.relative_to(PACKAGE) for file in PACKAGE.rglob("*") if file.suffix in {".py", ".sql", ".typed"}}
    package = installed / "spanner_changes"
    files = {file.relative_to(package) for file in package.rglob("*") if file.is_file()}
    assert {file for file in files if "__pycache__" not in file.parts} == there


def test_its_command_line_works(installed: Path, tmp_path: Path) -> None:
    alone = {**os.environ, "PYTHONPATH": str(installed)}
    where = "import spanner_changes; print(spanner_changes.__file__)"
    run = [sys.executable, "-c", where]
    imported = subprocess.run(run, cwd=tmp_path, env=alone, check=True, capture_output=True, text=True)
    assert Path(imported.stdout.strip()).is_relative_to(installed)
    run = [sys.executable, "-m", "spanner_changes", "tail", "--help"]
    helped = subprocess.run(run, cwd=tmp_path, env=alone, check=True, capture_output=True, text=True)
    assert "--since" in helped.stdout


def test_it_needs_the_client_of_spanner_that_is_tested_and_nothing_else() -> None:
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert DECLARED["dependencies"] == [one for one in whole["dependencies"] if one.startswith("google-cloud-spanner")]
    assert DECLARED["requires-python"] == whole["requires-python"]
