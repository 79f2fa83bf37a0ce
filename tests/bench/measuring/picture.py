"""The picture of a run, drawn in the benchmarks' own environment, which has matplotlib."""

import subprocess
from pathlib import Path
from typing import Final

from emulators.paths import ROOT
from tests.infra.bundles.environments import environment

REQUIREMENTS: Final = Path(__file__).parents[1] / "requirements.txt"
DRAW: Final = "tests.bench.picture.draw"


def bench_python() -> Path:
    """Return the Python of that environment; the first call installs it."""
    return environment("bench", REQUIREMENTS)


def draw(results: Path) -> str:
    """Draw the results of a run into a file beside them; return its path, or why there is none."""
    picture = results.with_suffix(".png")
    picture.unlink(missing_ok=True)
    try:
        command = [str(bench_python()), "-m", DRAW, str(results.resolve()), str(picture.resolve())]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    except AssertionError as why:
        return f"none, as its environment could not be installed: {why}"
    except subprocess.CalledProcessError as why:
        return f"none: {why.stderr.strip().splitlines()[-1]}"
    return str(picture)
