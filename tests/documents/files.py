"""The files that people wrote: what a commit holds, without what is made here."""

from collections.abc import Iterator

from emulators.paths import ROOT

FOLDERS = ("functions", "infra", "shared", "emulators", "tests", ".ci")
MADE_HERE = {"__pycache__", ".terraform"}


def every_file() -> Iterator[str]:
    """Yield the paths of files in the repository, sorted."""
    top = [file for file in ROOT.iterdir() if file.is_file() and file.name != ".terraform.lock.hcl"]
    below = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file()]
    for file in sorted(top + below):
        path = file.relative_to(ROOT)
        if not (MADE_HERE & set(path.parts) or any(part.endswith(".egg-info") for part in path.parts)):
            yield path.as_posix()
