"""The schema as a sequence of statements, now and when it was last released."""

import subprocess
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from emulators.schema import statements

SCHEMA = "infra/schema"


def schema_now(repository: Path) -> list[str]:
    files = (repository / SCHEMA).rglob("*.sql")
    return in_order({file.relative_to(repository).as_posix(): file.read_text() for file in files})


def schema_released(repository: Path) -> list[str]:
    """What the newest release before this commit has applied; nothing if there was none."""
    tag = git(repository, "describe", "--tags", "--abbrev=0", "--match=v*")
    paths = git(repository, "ls-tree", "-r", "--name-only", tag, SCHEMA).split() if tag else []
    return in_order({path: git(repository, "show", f"{tag}:{path}") for path in paths if path.endswith(".sql")})


def in_order(files: Mapping[str, str]) -> list[str]:
    """Every statement on one line, in the order of the files' numbers, whichever folder they are in."""
    by_number = sorted(files, key=lambda path: PurePosixPath(path).name)
    return [" ".join(statement.split()) for path in by_number for statement in statements(files[path])]


def git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], check=False, cwd=repository, capture_output=True, text=True)
    return done.stdout.strip()
