"""Where and with what a run was measured."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import psutil

PACKAGES = ("functions-framework", "google-cloud-pubsub", "google-cloud-spanner", "gunicorn", "onewrite", "pydantic")
GIB = 2**30


def machine() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "cores": os.cpu_count(),
            "architecture": platform.machine(),
            "memory_gib": round(psutil.virtual_memory().total / GIB),
            "system": platform.system(),
        },
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
    }
