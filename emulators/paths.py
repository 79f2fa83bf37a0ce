"""Paths of files and folders in this repository."""

from onewrite.checks.paths import FUNCTIONS, ROOT, SCHEMA, TOPOLOGY, VARIABLES

__all__ = ["FUNCTIONS", "LOCAL", "ROOT", "SCHEMA", "SHARED", "TOPOLOGY", "VARIABLES"]

SHARED = ROOT / "shared"
#: The logs of the system that runs on this machine, and its state file.
LOCAL = ROOT / ".onewrite"
