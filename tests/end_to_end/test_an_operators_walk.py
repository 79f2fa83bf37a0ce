"""The walk of functions/operating.md, played on real processes: break a view, see it, mend it, rebuild it."""

import re
import shutil
from json import loads
from pathlib import Path

import pytest

import accounts
from emulators.paths import FUNCTIONS
from emulators.system.system import System
from tests.support.checks.ledger import check
from tests.support.http.curl import Caller
from tests.support.systems.operator_shell import done
from tests.support.systems.operators import is_quiet, look
from tests.support.systems.start_system import StartSystem, only
from tests.support.waiting.eventually import eventually

SERVED = ("accept_commands", "answer_queries", "project_profiles", "project_interests", "relay_outbox", "operate_views")
PAGE = (FUNCTIONS / "operating.md").read_text()
#: Parked after a few seconds.
IMPATIENT = {"ONEWRITE_PARK_AFTER_ATTEMPTS": "3", "ONEWRITE_ATTEMPT_INTERVAL_SECONDS": "0.1"}


class Code:
    """A copy of the sample domain that the processes of one system run; it can be broken as the page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound = Path(accounts.__file__).parent
        shutil.copytree(self._sound, folder / "accounts")

    def break_profiles(self) -> None:
        [lines] = re.findall(r"let `renamed` begin with\n\n```python\n(.*?)```", PAGE, re.DOTALL)
        sound = (self._sound / "profiles.py").read_text()
        [begin] = re.findall(r"    def renamed\(.*?\) -> None:\n", sound)
        self._write(sound.replace(begin, begin + lines))

    def mend_profiles(self) -> None:
        self._write((self._sound / "profiles.py").read_text())

    def _write(self, text: str) -> None:
        (self.folder / "accounts" / "profiles.py").write_text(text)


@pytest.fixture
def code(tmp_path: Path) -> Code:
    return Code(tmp_path / "code")


@pytest.fixture
def system(code: Code, start_system: StartSystem, tmp_path: Path) -> System:
    code.break_profiles()
    settings = {"PYTHONPATH": str(code.folder), **IMPATIENT}
    return start_system(relay="scheduled", functions=only(tmp_path / "functions", *SERVED), settings=settings)


def test_a_stream_is_parked_seen_mended_and_released_and_its_view_is_rebuilt(system: System, code: Code) -> None:
    caller = Caller(system)
    for path, body in (
        ("/accounts/7/create", {"name": "Ada", "address": "London"}),
        ("/accounts/7/rename", {"name": "Mallory"}),
        ("/accounts/7/change-address", {"address": "Paris"}),
        ("/accounts/8/create", {"name": "Grace", "address": "New York"}),
        ("/accounts/7/add-interest", {"interest": "chess"}),
    ):
        assert caller.post(path, body).is_success
    _is_parked_and_stops_nobody_else(system, caller)

    code.mend_profiles()
    [released] = loads(done(system, "release", "profiles", "account-7", "--json"))
    assert (released["from_version"], released["version"], released["parked_again"]) == (1, 4, None)
    mine = caller.json("/profiles/7?min_version=4")
    assert (mine["name"], mine["address"]) == ("Mallory", "Paris")
    _kill_whoever_has_loaded_the_broken_code(system)
    assert caller.post("/accounts/8/rename", {"name": "Mallory"}).is_success
    eventually(lambda: is_quiet(system))
    assert look(system, "parked") == []

    for arguments in (("rebuild", "profiles"), ("switch", "profiles"), ("rollback", "profiles")):
        done(system, *arguments)
    check(system.database, profiles=2)
    done(system, "drop", "profiles", "2")
    assert caller.json("/profiles/8")["name"] == "Mallory"
    check(system.database)


def _is_parked_and_stops_nobody_else(system: System, caller: Caller) -> None:
    eventually(lambda: look(system, "parked"))
    [found] = loads(done(system, "parked", "--json", code=1))
    assert (found["projection"], found["stream_id"], found["version"]) == ("profiles", "account-7", 2)
    assert (found["error_class"], found["attempts"]) == ("ValueError", 3)
    eventually(lambda: "stream_parked" in system.log("project_profiles"))
    eventually(lambda: is_quiet(system))
    assert caller.get("/profiles/7").headers["ETag"] == '"1"'
    assert caller.json("/profiles/7?min_version=3")["reason"] == "VIEW_PARKED"
    assert caller.json("/profiles/8")["name"] == "Grace"
    assert caller.json("/interests/popular")["ranking"] == [{"interest": "chess", "count": 1}]


def _kill_whoever_has_loaded_the_broken_code(system: System) -> None:
    [names] = re.findall(r"for name in (.*); do", PAGE)
    loaded = [name for name in names.split() if name in system.urls]
    for name in loaded:
        system.kill(name)
    for name in loaded:
        system.await_ready(name)
