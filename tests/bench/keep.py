"""Keeps a whole run of the benchmarks, for the README: `python -m tests.bench.keep`, after `make bench`."""

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from emulators.paths import ROOT
from tests.bench.measuring.summary import NoMarks, summary_of, with_measured
from tests.bench.measuring.whole_table import whole_table

MADE: Final = ROOT / ".build/bench/bench.json"
KEPT: Final = ROOT / "tests/bench/results"
README: Final = ROOT / "README.md"
PAGE: Final = ROOT / "tests/bench/README.md"
BENCHMARKS: Final = tuple(f"B{number}" for number in range(1, 15))


class NotWhole(Exception):
    """The run lacks something that a kept one has."""


def keep(made: Path, kept: Path, readme: Path, page: Path) -> None:
    """Copy a run and its picture, write its summary into the README and all of it into a page.

    Raises NotWhole and NoMarks.
    """
    picture = made.with_suffix(".png")
    if not (made.is_file() and picture.is_file()):
        raise NotWhole(f"There is no run with a picture in {made.parent}: `make bench` makes one")
    run = json.loads(made.read_text())
    require_whole(run)
    texts = {
        readme: with_measured(readme.read_text(), summary_of(run)),
        page: with_measured(page.read_text(), whole_table(run)),
    }
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, kept)
    shutil.copy(picture, kept)
    for file, text in texts.items():
        file.write_text(text)


def require_whole(run: Mapping[str, Any]) -> None:
    """Raise NotWhole unless every benchmark has a figure, and none is broken."""
    if run["broken"]:
        raise NotWhole(f"Not kept, as some of it is broken: {'; '.join(run['broken'])}")
    measured = {figure["bench"] for figure in run["figures"]}
    if missing := [name for name in BENCHMARKS if name not in measured]:
        raise NotWhole(f"Not kept, as nothing was measured for {', '.join(missing)}: run all of `make bench`")


if __name__ == "__main__":
    try:
        keep(MADE, KEPT, README, PAGE)
    except (NotWhole, NoMarks) as why:
        sys.exit(str(why))
