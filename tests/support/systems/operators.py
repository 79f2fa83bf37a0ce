"""What operators and schedulers do with a running system; who asks a process that is dead is told nothing yet."""

import os
import subprocess
import sys
from typing import Any

import httpx

from emulators.system.system import System
from tests.support.http.curl import CURL
from tests.support.waiting.bounds import WAIT_SECONDS

CLI = "from onewrite.cli import main; main()"


def reconciled(system: System) -> dict[str, Any] | None:
    """Ask `reconcile_views` once; return its report."""
    return _report(system, "POST", "reconcile_views")


def is_reconciled(system: System) -> bool:
    """Reconcile; tell whether nothing was unpublished then."""
    report = reconciled(system)
    return bool(report and report["unpublished"] == 0)


def is_quiet(system: System) -> bool:
    """Whether nothing is unpublished and no view is behind, by the system's own account."""
    report = _report(system, "GET", "operate_views", "/status")
    return bool(report and report["lagging"] == 0 and report["unpublished"] == 0)


def swept(system: System) -> dict[str, int]:
    """Call the scheduled relay once; return what it did."""
    answer = CURL.post(system.url("relay_outbox"), timeout=WAIT_SECONDS)
    done: dict[str, int] = answer.json()
    return done


def look(system: System, what: str, **query: str) -> Any:
    """Ask `operate_views` for something to look at."""
    return CURL.get(f"{system.url('operate_views')}/{what}", params=query, timeout=WAIT_SECONDS).json()


def operate(system: System, act: str, **body: Any) -> Any:
    """Ask `operate_views` to act; return what it answers."""
    answer = CURL.post(f"{system.url('operate_views')}/{act}", json=body, timeout=WAIT_SECONDS)
    assert answer.is_success, answer.text
    return answer.json()


def onewrite(system: System, *arguments: str) -> subprocess.Popen[str]:
    """Start the command line on this system."""
    return subprocess.Popen(
        [sys.executable, "-c", CLI, *arguments],
        env={**os.environ, **system.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for its end; return exit code, output and errors."""
    out, err = process.communicate(timeout=WAIT_SECONDS)
    return process.returncode, out, err


def done(system: System, *arguments: str, code: int = 0) -> str:
    """Carry a command out that ends with this exit code; return what it printed."""
    ended_with, out, err = ended(onewrite(system, *arguments))
    assert ended_with == code, (arguments, out, err)
    return out


def _report(system: System, method: str, function: str, path: str = "") -> dict[str, Any] | None:
    try:
        answer = CURL.request(method, system.url(function) + path, timeout=WAIT_SECONDS).json()
    except (httpx.TransportError, ValueError):
        return None
    return answer if "unpublished" in answer else None
