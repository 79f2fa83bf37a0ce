"""What README and functions/operating.md tell people to type at a running system, typed there, in their order.

The projection `profiles` is broken as the page says, and mended; nothing else differs from `make up`.
"""

import os
import re
import shutil
import subprocess
import sys
from json import loads
from pathlib import Path

import pytest

import accounts
from emulators.system.system import System
from infra.bundle import function_names
from tests.documents.pages import Page, commands_of
from tests.support.checks.ledger import check
from tests.support.http.curl import Caller
from tests.support.systems.operators import is_quiet, look
from tests.support.systems.start_system import StartSystem, only
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

pytestmark = pytest.mark.usefixtures("warm_processes")

#: Whoever types `onewrite rebuild` and `onewrite reconcile` has `operate_views` do the work of the others.
SERVED = [name for name in function_names() if name not in {"rebuild_views", "reconcile_views"}]
README, OPERATING = Page("README.md"), Page("functions/operating.md")
#: Where `make up` serves the functions that are asked, by its default.
PORTS = {"accept_commands": "http://127.0.0.1:8080", "answer_queries": "http://127.0.0.1:8081"}
#: Parked after a few seconds.
IMPATIENT = {"ONEWRITE_PARK_AFTER_ATTEMPTS": "3", "ONEWRITE_ATTEMPT_INTERVAL_SECONDS": "0.1"}


class Code:
    """A copy of the sample domain that the processes of one system run; it can be broken as the page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound = Path(accounts.__file__).parent
        shutil.copytree(self._sound, folder / "accounts")

    def break_profiles(self) -> None:
        [lines] = re.findall(r"let `renamed` begin with\n\n```python\n(.*?)```", OPERATING.text, re.DOTALL)
        sound = (self._sound / "views" / "profiles.py").read_text()
        [begin] = re.findall(r"    def renamed\(.*?\) -> None:\n", sound)
        self._write(sound.replace(begin, begin + lines))

    def mend_profiles(self) -> None:
        self._write((self._sound / "views" / "profiles.py").read_text())

    def _write(self, text: str) -> None:
        (self.folder / "accounts" / "views" / "profiles.py").write_text(text)


class Repository:
    """A folder with `.venv` and `.onewrite` in it, where somebody types, on another system than that of the ports."""

    def __init__(self, folder: Path, system: System, code: Code) -> None:
        folder.mkdir()
        (folder / ".venv").symlink_to(sys.prefix)
        (folder / ".onewrite").symlink_to(system.folder)
        self._folder, self._system = folder, system
        self._environment = {**os.environ, "PYTHONPATH": str(code.folder), "no_proxy": "127.0.0.1"}

    def type(self, text: str, *, code: int = 0) -> str:
        """Run it in a shell that ends with this code; return what it printed."""
        for function, url in PORTS.items():
            text = text.replace(url, self._system.url(function))
        done = subprocess.run(
            ["bash", "-c", text],
            cwd=self._folder,
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
        )
        assert done.returncode == code, (text, done.stdout, done.stderr)
        return done.stdout


@pytest.fixture
def code(tmp_path: Path) -> Code:
    return Code(tmp_path / "code")


@pytest.fixture
def system(code: Code, start_system: StartSystem, tmp_path: Path) -> System:
    code.break_profiles()
    settings = {"PYTHONPATH": str(code.folder), **IMPATIENT}
    return start_system(functions=only(tmp_path / "functions", *SERVED), settings=settings)


@pytest.fixture
def repository(tmp_path: Path, system: System, code: Code) -> Repository:
    return Repository(tmp_path / "repository", system, code)


def test_everything_that_pages_say_of_a_running_system_can_be_typed(
    repository: Repository, system: System, code: Code
) -> None:
    _type_the_readme(repository)
    send, parked, stream, release, generations, whole, unpublishable, letters, _of_the_cloud = OPERATING.blocks("sh")
    told = [loads(line) for line in repository.type(send).splitlines()]
    assert [(one["stream_id"], one["version"]) for one in told] == [
        *(("account-70", version) for version in (1, 2, 3)),
        ("account-80", 1),
    ]
    caller = Caller(system)
    assert caller.post("/accounts/70/add-interest", {"interest": "chess"}).is_success
    eventually(lambda: look(system, "parked"))
    assert "account-70" in repository.type(parked, code=1)
    _is_parked_and_stops_nobody_else(system)
    _type_what_tells_of_a_stream(repository, stream)

    code.mend_profiles()
    assert re.search("account-70 .* no", repository.type(release))
    mine = caller.json("/profiles/70?min_version=4")
    assert (mine["name"], mine["address"]) == ("Mallory", "Paris")
    assert caller.post("/accounts/80/rename", {"name": "Mallory"}).is_success
    eventually(lambda: is_quiet(system))
    assert look(system, "parked") == []

    _type_generations(repository, system, generations)
    assert caller.json("/profiles/80")["name"] == "Mallory"
    assert "4 events would be published again." in repository.type(whole)
    assert "0 events for the next sweep to try again." in repository.type(unpublishable)
    assert "0 dead letters published again." in repository.type(letters)
    check(system.database)


def _type_the_readme(repository: Repository) -> None:
    """The first block is make's: test_commands.py looks at it."""
    _, block = README.blocks("sh")
    create, add, profile, *questions, status = commands_of(block)
    assert " 201 " in repository.type(create).splitlines()[0]
    assert 'ETag: "2"' in repository.type(add)
    assert '"Ada Lovelace"' in repository.type(profile)
    for question in questions:
        assert "reason" not in loads(repository.type(question))
    assert re.search("^accept_commands .* yes", repository.type(status), re.MULTILINE)


def _is_parked_and_stops_nobody_else(system: System) -> None:
    caller = Caller(system)
    [found] = look(system, "parked")
    assert (found["projection"], found["stream_id"], found["version"]) == ("profiles", "account-70", 2)
    assert (found["error_class"], found["attempts"]) == ("ValueError", 3)
    assert "stream_parked" in system.log("project_profiles")
    eventually(lambda: is_quiet(system))
    assert caller.get("/profiles/70").headers["ETag"].startswith('"1-')
    assert caller.json("/profiles/70?min_version=3")["reason"] == "VIEW_PARKED"
    assert caller.json("/profiles/80")["name"] == "Grace"
    interests = ("analytical engines", "chess")
    popular = [{"interest": interest, "accounts": 1} for interest in interests]
    assert caller.json("/interests/popular")["rows"] == popular


def _type_what_tells_of_a_stream(repository: Repository, block: str) -> None:
    look_, causes, difference, data = commands_of(block)
    assert re.search(
        "^profiles can't apply UserRenamed 2: ValueError: no Mallory here", repository.type(look_), re.MULTILINE
    )
    assert "> " in repository.type(causes)
    assert '+   "name": "Mallory"' in repository.type(difference)
    assert '{"name": "Mallory"}' in repository.type(data)
    assert "why does it fail?" in repository.type(".venv/bin/onewrite log")


def _type_generations(repository: Repository, system: System, block: str) -> None:
    *until_switched_back, drop = commands_of(block)
    for command in until_switched_back:
        repository.type(command)
    check(system.database, profiles=2)
    repository.type(drop)
