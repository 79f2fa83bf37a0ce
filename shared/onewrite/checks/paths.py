"""Where a team's repository, which this library is a part of, has what is checked."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FUNCTIONS = ROOT / "functions"
METRICS = ROOT / "infra" / "metrics.json"
SHARED = ROOT / "shared"
SCHEMA = ROOT / "infra" / "schema"
TOPOLOGY = ROOT / "infra" / "topology.json"
VARIABLES = ROOT / "emulators" / "emulators.env"
