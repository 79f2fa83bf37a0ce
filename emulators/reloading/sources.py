"""The files that a running system was made of, and what a change of each of them concerns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from emulators.paths import ROOT, SCHEMA, SHARED, TOPOLOGY, VARIABLES


@dataclass(frozen=True)
class Sources:
    #: The folder of the functions, and the names of those that are served from it.
    functions: Path
    served: Collection[str]

    @property
    def folders(self) -> list[Path]:
        """The folders to watch: an editor may save a file by replacing it, which a watched file would not outlive."""
        return [SHARED, self.functions, TOPOLOGY.parent, VARIABLES.parent]

    def functions_made_of(self, files: Iterable[Path]) -> list[str]:
        """Return the functions that have to be restarted for these files."""
        concerned = {name for file in files for name in self._functions_made_of(file)}
        return [name for name in self.served if name in concerned]

    def is_schema(self, file: Path) -> bool:
        """Whether the file has statements that the emulator is given."""
        return file.parent == SCHEMA and file.suffix == ".sql"

    def needs_a_new_start(self, file: Path) -> bool:
        """Whether `make up` reads the file at its start only: settings, and which functions there are."""
        return file in {TOPOLOGY, VARIABLES} or (self._is_entry_point(file) and self._is_served(file) != file.exists())

    def _functions_made_of(self, file: Path) -> Collection[str]:
        if file.suffix != ".py":
            return ()
        if file.is_relative_to(SHARED):
            return self.served
        return [file.relative_to(self.functions).parts[0]] if file.is_relative_to(self.functions) else ()

    def _is_entry_point(self, file: Path) -> bool:
        return file.name == "main.py" and file.parent.parent == self.functions

    def _is_served(self, file: Path) -> bool:
        return file.parent.name in self.served


def named(files: Collection[Path]) -> str:
    """Name the files in a few words, the first one by its place in the repository."""
    first = min(files)
    place = str(first.relative_to(ROOT) if first.is_relative_to(ROOT) else first)
    return f"{place} and {len(files) - 1} more" if len(files) > 1 else place
