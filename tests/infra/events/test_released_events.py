"""Every event that was released can be read; what can't is told in one line, and so is what is to be added."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra import check_events
from infra.check_events import problems
from infra.released_events import ROOT, Released, file_of, missing, not_read_there, read, unreadable
from onewrite.domain.events import Event
from tests.support.domains.releases import RELEASES

PACKAGES = sorted({file.parent.name for file in (ROOT / "shared").glob("*/__init__.py")} - {"onewrite"})
#: What is released with each of the releases of that domain.
BOTH = [Released("Named", 1, "{name:string}"), Released("Named", 2, "{name:string,title:string}")]
FILES = {1: BOTH[:1], 2: BOTH, 3: BOTH, 4: BOTH}


def events(number: int) -> list[type[Event]]:
    return list(RELEASES[number][1])


@pytest.mark.parametrize("package", PACKAGES)
def test_every_domain_here_reads_what_was_released(package: str) -> None:
    assert "\n".join(problems(package)) == ""


@pytest.mark.parametrize("number", FILES)
def test_each_release_reads_what_was_released_before(number: int) -> None:
    before = FILES[max(number - 1, 1)]
    assert list(unreadable(before, events(number))) == []
    assert before + missing(before, events(number)) == FILES[number]


class Renamed(Event, type="GivenName"):
    name: str


class Lowered(Event, type="Named"):
    name: str


class Changed(Event, type="Named", schema_version=2):
    name: str
    born: int


GONE = "Named 1 was released and isn't declared: declare it, with retired=True if it is no longer written"
OTHER_SHAPE = "{born:integer,name:string} instead of {name:string,title:string}: give Changed schema_version=3"


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ([], GONE),
        ([Renamed], GONE),
        ([Lowered], "Named 2 was released and can't be read: give Lowered schema_version=2 again"),
        ([Changed], "Named 2 was released and has another shape, " + OTHER_SHAPE),
    ],
    ids=["removed", "renamed", "lowered", "changed"],
)
def test_what_can_no_longer_be_read_is_told_in_one_line(declared: list[type[Event]], told: str) -> None:
    assert told in list(unreadable(FILES[3], declared))


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        (2, 1, []),
        (3, 2, []),
        (2, 3, []),
        (4, 3, []),
        (3, 1, ["Named 2 is written here and not read there: a release in between has to"]),
        (4, 1, ["Named 2 is written here and not read there: a release in between has to"]),
    ],
)
def test_a_release_beside_another_reads_what_that_one_writes(here: int, there: int, told: list[str]) -> None:
    """Both ways: in an upgrade `there` is the release of before, in a rollback it is the one that comes back."""
    assert list(not_read_there(FILES[there], events(here))) == told


def test_lines_are_read_as_they_are_written(tmp_path: Path) -> None:
    lines = [Released("Named", 1), Released("Named", 2, '{kind:"a b"}'), Released("Given a name", 1, "{}")]
    file = tmp_path / "released_events.txt"
    assert read(file) == []
    file.write_text("".join(f"{line}\n" for line in lines))
    assert read(file) == lines
    file.write_text("Named\n")
    with pytest.raises(ValueError, match="write a type, a schema version and a shape instead of 'Named'"):
        read(file)


def test_a_release_that_would_not_read_what_the_sample_writes_is_named(tmp_path: Path) -> None:
    other = file_of("accounts", tmp_path)
    other.parent.mkdir(parents=True)
    other.write_text("".join(f"{line}\n" for line in read(file_of("accounts")) if line.event_type != "UserClosed"))
    told = "UserClosed 1 is written here and not read there: a release in between has to"
    assert list(problems("accounts", beside=tmp_path)) == [told]


@pytest.mark.parametrize("beside", [True, False])
def test_ids_that_were_released_otherwise_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    other = file_of("accounts", tmp_path)
    other.parent.mkdir(parents=True)
    other.write_text(file_of("accounts").read_text().replace("account-{id}", "account-{hash}~{id}"))
    if not beside:
        monkeypatch.setattr(check_events, "file_of", lambda package: other)
    [told] = problems("accounts", beside=tmp_path if beside else None)
    assert told.startswith("streams account-{hash}~{id} were released and would be looked for as account-{id}")


def test_a_domain_that_cannot_be_imported_is_told_in_one_line(tmp_path: Path) -> None:
    package = tmp_path / "poorly_cast"
    package.mkdir()
    (package / "__init__.py").write_text(POORLY_CAST)
    command = [sys.executable, "-m", "infra.check_events", "poorly_cast"]
    here = {**os.environ, "PYTHONPATH": str(tmp_path)}
    checked = subprocess.run(command, check=False, cwd=ROOT, env=here, capture_output=True, text=True)
    told = "shared/poorly_cast can't be checked: the event types don't fit: add @upcasts(\"Named\", from_version=1)\n"
    assert (checked.returncode, checked.stderr) == (1, told)


POORLY_CAST = """
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event


class Named(Event, type="Named", schema_version=2):
    name: str


EventTypes(Named)
"""
