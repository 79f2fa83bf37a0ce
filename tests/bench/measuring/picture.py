"""The picture of a run, drawn in the benchmarks' own environment, which has matplotlib."""

import subprocess
from pathlib import Path
from typing import Final

from tests.infra.bundles.environments import environment

REQUIREMENTS: Final = Path(__file__).parents[1] / "requirements.txt"
PLOT: Final = Path(__file__).with_name("plot.py")


def bench_python() -> Path:
    """Return the Python of that environment; the first call installs it."""
    return environment("bench", REQUIREMENTS)


def draw(results: Path) -> str:
    """Draw the results of a run into a file beside them; return its path, or why there is none."""
    picture = results.with_suffix(".png")
    picture.unlink(missing_ok=True)
    try:
        subprocess.run([bench_python(), PLOT, results, picture], check=True, capture_output=True, text=True)
    except AssertionError as why:
        return f"none, as its environment could not be installed: {why}"
    except subprocess.CalledProcessError as why:
        return f"none: {why.stderr.strip().splitlines()[-1]}"
    return str(picture)
