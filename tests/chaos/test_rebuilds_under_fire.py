"""Two rebuilds at once, and one that is killed at a random point and resumed, while commands go on."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from json import loads

import pytest

from emulators.system import System
from tests.support.eventually import eventually
from tests.support.ledger import check
from tests.support.systems import StartSystem
from tests.support.traffic import is_quiet, seed, send_many

#: A message whose function was killed may come again only after its deadline of a minute.
pytestmark = pytest.mark.timeout(300)

COMMANDS = 120
CLI = "from onewrite.cli import main; main()"


def onewrite(system: System, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CLI, *arguments],
        env={**os.environ, **system.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_rebuilds_survive_each_other_death_and_live_traffic(start_system: StartSystem) -> None:
    dice = random.Random(seed())
    system = start_system()
    acknowledged = send_many(system, COMMANDS, dice)

    with ThreadPoolExecutor(1) as pool:
        load = pool.submit(send_many, system, COMMANDS // 2, dice)
        both = [ended(process) for process in [onewrite(system, "rebuild", "profiles", "--json") for _ in range(2)]]
        acknowledged += load.result(timeout=90)
    codes = sorted(code for code, _, _ in both)
    assert codes == [0, 2], both
    assert b"already" in next(err for code, _, err in both if code == 2)
    assert ended(onewrite(system, "switch", "profiles"))[0] == 0

    with ThreadPoolExecutor(1) as pool:
        load = pool.submit(send_many, system, COMMANDS // 2, dice)
        killed = onewrite(system, "rebuild", "interests", "--json")
        _kill_somewhere(killed, dice)
        code, out, err = ended(onewrite(system, "resume", "interests", "--json"))
        acknowledged += load.result(timeout=90)
    if code == 2:  # killed before the rebuild was registered: nothing was begun, nothing is left
        assert b"building nothing" in err
        code, out, err = ended(onewrite(system, "rebuild", "interests", "--json"))
    assert code == 0, err
    assert loads(out)["differences"] == 0
    assert ended(onewrite(system, "switch", "interests"))[0] == 0
    eventually(lambda: is_quiet(system), within=100)
    check(system.database, acknowledged, generation=2)
    check(system.database, acknowledged, generation=1)


def _kill_somewhere(process: subprocess.Popen[bytes], dice: random.Random) -> None:
    try:
        process.wait(dice.uniform(1, 5))
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate(timeout=20)
