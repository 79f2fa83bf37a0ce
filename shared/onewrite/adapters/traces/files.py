"""The files of a folder in which each process writes its spans, one JSON object a line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: A process begins a new file when one is so long,
FILE_BYTES: Final = 256_000
#: and removes the oldest ones of all processes when there is more than this.
FOLDER_BYTES: Final = 4_000_000
#: So their names end; what else is in the folder is somebody else's.
ENDING: Final = ".spans.jsonl"


@dataclass
class SpanFile:
    """The file that one process appends to, opened anew for each append: the folder may have been emptied."""

    folder: Path
    name: str
    number: int = 0

    def append(self, text: str) -> None:
        """Append whole lines."""
        path = self._path
        if not path.exists():
            self._make_room()
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
            length = file.tell()
        if length > FILE_BYTES:
            self.number += 1

    @property
    def _path(self) -> Path:
        return self.folder / f"{self.name}-{self.number}{ENDING}"

    def _make_room(self) -> None:
        """Remove the oldest files, so that the folder stays small with one more."""
        self.folder.mkdir(parents=True, exist_ok=True)
        left = FOLDER_BYTES - FILE_BYTES
        for path, length in _newest_first(self.folder):
            left -= length
            if left < 0:
                path.unlink(missing_ok=True)


def _newest_first(folder: Path) -> list[tuple[Path, int]]:
    found = []
    for path in folder.glob(f"*{ENDING}"):
        try:
            state = path.stat()
        except FileNotFoundError:
            continue
        found.append((state.st_mtime_ns, path, state.st_size))
    return [(path, length) for _, path, length in sorted(found, reverse=True)]
