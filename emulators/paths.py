"""Paths of files and folders in this repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = ROOT / "functions"
SHARED = ROOT / "shared"
SCHEMA = ROOT / "infra" / "schema"
TOPOLOGY = ROOT / "infra" / "topology.json"
VARIABLES = ROOT / "emulators" / "emulators.env"
#: The logs of the system that runs on this machine, and its state file.
LOCAL = ROOT / ".onewrite"
