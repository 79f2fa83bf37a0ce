"""Where things are in this repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = ROOT / "functions"
SCHEMA = ROOT / "infra" / "schema"
TOPOLOGY = ROOT / "infra" / "topology.json"
VARIABLES = ROOT / "emulators" / "emulators.env"
#: Logs of this machine's system, and the state file that other commands find it by.
LOCAL = ROOT / ".onewrite"
