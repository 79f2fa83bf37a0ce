"""What operators and schedulers do with a running system; who asks a process that is dead is told nothing yet."""

from typing import Any

import httpx

from emulators.system.system import System
from tests.support.http.curl import CURL


def reconciled(system: System) -> dict[str, Any] | None:
    """Ask `reconcile_views` once; return its report."""
    return _report(system, "POST", "reconcile_views")


def is_reconciled(system: System) -> bool:
    """Reconcile; tell whether nothing was unpublished then."""
    report = reconciled(system)
    return bool(report and report["unpublished"] == 0)


def is_quiet(system: System) -> bool:
    """Whether nothing is unpublished and no view is behind, by the system's own account."""
    report = _report(system, "GET", "operate_views", "/status?full=true")
    return bool(report and report["lagging"] == 0 and report["unpublished"] == 0)


def swept(system: System) -> dict[str, int]:
    """Call the scheduled relay once; return what it did."""
    response = CURL.post(system.url("relay_outbox"))
    done: dict[str, int] = response.json()
    return done


def look(system: System, what: str, **query: str) -> Any:
    """Ask `operate_views` for something to look at."""
    return CURL.get(f"{system.url('operate_views')}/{what}", params=query).json()


def operate(system: System, act: str, **body: Any) -> Any:
    """Ask `operate_views` to act; return what it says."""
    response = CURL.post(f"{system.url('operate_views')}/{act}", json=body)
    assert response.is_success, response.text
    return response.json()


def _report(system: System, method: str, function: str, path: str = "") -> dict[str, Any] | None:
    try:
        response = CURL.request(method, system.url(function) + path).json()
    except (httpx.TransportError, ValueError):
        return None
    return response if "unpublished" in response else None
