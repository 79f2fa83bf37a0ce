"""Takes up what is saved: the schema is added to, and functions are restarted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from emulators.errors import CannotRun
from emulators.provisioning.provision import provision_schema
from emulators.reloading.bursts import bursts
from emulators.reloading.returning import Returning
from emulators.reloading.sources import Sources, named
from emulators.reloading.syntax import syntax_error
from emulators.say import Say
from emulators.system.system import System
from onewrite.checks.errors import DoesNotFit
from onewrite.checks.rehearsal import rehearsal_of
from onewrite.checks.schema import misfits
from onewrite.checks.statements import schema

#: How often the functions that were restarted are looked at.
LOOK_EVERY_SECONDS: Final = 0.25


@contextmanager
def reloading(system: System, functions: Path, say: Say) -> Iterator[None]:
    """Take up what is saved during the block."""
    reloader = Reloader(system, Sources(functions.resolve(), list(system.urls)), say)
    reloader.start()
    try:
        yield
    finally:
        reloader.stop()


class Reloader(threading.Thread):
    def __init__(self, system: System, sources: Sources, say: Say) -> None:
        super().__init__(name="reloader", daemon=True)
        self._system = system
        self._sources = sources
        self._say = say
        self._returning = Returning(system, say)
        #: The code that no function has taken up yet: it had an error when it was saved.
        self._pending: set[Path] = set()
        self._over = threading.Event()

    def run(self) -> None:
        try:
            saved = bursts(self._sources, self._over, every=LOOK_EVERY_SECONDS)
            next(saved)
            what = "Saved code and additions to the schema are" if self._system.emulators else "Saved code is"
            self._say(f"{what} taken up; WATCH=no turns that off.")
            for files in saved:
                self.take_up(files)
                self._returning.look()
        except OSError as fault:
            self._say(f"What is saved isn't taken up any more ({fault}): start `make up` again")

    def stop(self) -> None:
        self._over.set()
        self.join()

    def take_up(self, files: set[Path]) -> None:
        """Take up files that were saved: what functions there are, then the schema, then code."""
        if settings := {file for file in files if self._sources.needs_a_new_start(file)}:
            self._say(f"{named(settings)} changed: stop `make up` and start it again to take that up")
        if has_schema := bool(self._system.emulators) and any(map(self._sources.is_schema, files)):
            self._take_up_schema()
        code = {file for file in files - settings if self._sources.functions_made_of([file])}
        self._pending |= code
        if code or (has_schema and self._pending):
            self._take_up_code()

    def _take_up_schema(self) -> None:
        assert self._system.emulators
        try:
            provision_schema(self._system.emulators, self._system.environment, self._say)
        except CannotRun as refusal:
            self._say(str(refusal))

    def _take_up_code(self) -> None:
        functions = self._sources.functions_made_of(self._pending)
        if error := self._error(functions):
            self._say(f"{error}; what runs goes on with the code of before")
            return
        self._say(f"{named(self._pending)} changed: restarting {self._told(functions)}")
        self._pending.clear()
        self._returning.expect(functions)
        self._system.reload(functions)

    def _error(self, functions: list[str]) -> str | None:
        """Return what would keep the functions from working, or None."""
        if error := syntax_error(self._pending):
            return error
        try:
            rehearsal = rehearsal_of(self._sources.functions, functions, self._system.environment)
        except DoesNotFit as refusal:
            return str(refusal)
        lacking = misfits(rehearsal.needs, schema()) if self._system.emulators else ()
        return "; ".join(rehearsal.problems or [misfit.told for misfit in lacking]) or None

    def _told(self, functions: list[str]) -> str:
        if self._system.emulators is None:
            return "the embedded system, whose memory is gone"
        return ", ".join(functions) if len(functions) < len(self._system.urls) else f"all {len(functions)} functions"
