"""Real files in folders that are watched."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from emulators.reloading import bursts as module
from emulators.reloading import sources as places
from emulators.reloading.bursts import bursts
from emulators.reloading.sources import Sources
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


class Watching:
    """Bursts, one after the other."""

    def __init__(self, changes: Iterator[set[Path]], threads: ThreadPoolExecutor) -> None:
        self._changes = changes
        self._threads = threads

    def next(self) -> Future[set[Path]]:
        return self._threads.submit(lambda: next(filter(None, self._changes)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of functions and an empty repository beside it."""
    for name in ("SHARED", "SCHEMA"):
        monkeypatch.setattr(places, name, tmp_path / name.lower())
    monkeypatch.setattr(places, "TOPOLOGY", tmp_path / "schema" / "topology.json")
    monkeypatch.setattr(places, "VARIABLES", tmp_path / "schema" / "emulators.env")
    for name in ("shared", "schema", "functions/answer_queries"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.fixture
def watching(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    """Bursts that end late, because a busy machine may stop for a while between two saves."""
    monkeypatch.setattr(module, "QUIET_MILLISECONDS", 500)
    monkeypatch.setattr(module, "LONGEST_BURST_MILLISECONDS", 2000)
    over = Event()
    changes = bursts(Sources(folder / "functions", ["answer_queries"]), over, every=0.05)
    assert next(changes) == set(), "watching has begun"
    with ThreadPoolExecutor(1) as threads:
        yield Watching(changes, threads)
        over.set()


def test_several_saves_in_a_burst_come_at_once(folder: Path, watching: Watching) -> None:
    files = [folder / "shared" / f"{number}.py" for number in range(5)]
    files += [folder / "functions" / "answer_queries" / "main.py", folder / "schema" / "1001_totals.sql"]
    for file in [*files, *files]:
        file.write_text("pass")
    assert watching.next().result(WAIT_SECONDS) == set(files)


def test_what_concerns_nobody_and_what_editors_make_for_themselves_is_passed_over(
    folder: Path, watching: Watching
) -> None:
    for name in ("notes.md", ".#decider.py", "flycheck_decider.py", "decider.py~", ".decider.py.swp", "decider.pyc"):
        (folder / "shared" / name).write_text("pass")
    saved = folder / "shared" / "decider.py"
    saved.with_name("decider.new").write_text("pass")
    saved.with_name("decider.new").replace(saved)
    assert watching.next().result(WAIT_SECONDS) == {saved}


def test_a_folder_that_was_made_meanwhile_is_watched_too(folder: Path, watching: Watching) -> None:
    """From a moment after it was made on: what is saved before that goes unnoticed."""
    noticed = watching.next()
    file = folder / "shared" / "totals" / "decider.py"
    file.parent.mkdir()
    eventually(lambda: file.write_text("pass") and noticed.done())
    assert noticed.result() == {file}
