"""Terraform over a copy of infra/: with the real provider where it can be had, else with a stand-in."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from tests.infra.terraform.offline_provider.server import offline_provider
from tests.support.waiting.bounds import WAIT_SECONDS

ROOT = Path(__file__).parents[3]
INFRA = ROOT / "infra"
CACHE = ROOT / ".build" / "terraform"
ENVIRONMENTS = ("dev", "prod")
OPERATORS = "group:ops@example.com"
#: Everything that is off by default.
OPTIONS = (
    "-var=bigquery=true",
    "-var=change_stream_relay=true",
    '-var=delivery={profiles="both",interests="both",clubs="both"}',
    "-var=workers={pull_interests=1}",
    "-var=worker_image=an-image",
    "-var=split_points=true",
    "-var=trace_ratio=0.01",
    f'-var=operators=["{OPERATORS}"]',
    '-var=console={domain="console.example.com",people=["user:ada@example.com"]}',
)
Plan: TypeAlias = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Terraform:
    """An initialised copy of infra/ that tests may edit, with a placeholder for each bundle."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["terraform", f"-chdir={self.folder}", *arguments]
        return subprocess.run(
            command,
            check=False,
            env=self.environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=WAIT_SECONDS,
        )

    def is_ready(self) -> bool:
        """Whether the provider could be had from wherever Terraform gets its providers."""
        try:
            return self.run("init", "-backend=false", "-input=false").returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def test(self, environment: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("test", "-no-color", f"-var-file=environments/{environment}.tfvars", *arguments)

    def plan(self, environment: str, *arguments: str) -> Plan:
        """What would be made there: values by address, as far as they are known before."""
        done = self.test(environment, "-json", "-verbose", "-filter=tests/store.tftest.hcl", *arguments)
        assert done.returncode == 0, done.stdout
        (plan,) = [
            line["test_plan"] for line in map(json.loads, done.stdout.splitlines()) if line["type"] == "test_plan"
        ]
        return {change["address"]: change["change"]["after"] for change in plan["resource_changes"]}

    def edited(self, folder: Path, *edits: tuple[str, str, str]) -> "Terraform":
        """A copy in whose files something is replaced by something else."""
        copy = self.copy(folder)
        for file, old, new in edits:
            text = (copy.folder / file).read_text()
            assert old in text, f"{file} has changed: {old!r} isn't there"
            (copy.folder / file).write_text(text.replace(old, new))
        return copy

    def copy(self, folder: Path) -> "Terraform":
        shutil.copytree(self.folder.parent, folder, symlinks=True)
        data = {"TF_DATA_DIR": str(folder / self.folder.name / ".terraform")}
        return Terraform(folder / self.folder.name, self.environment | data)


@contextmanager
def initialised(folder: Path) -> Iterator[Terraform]:
    infra = folder / "infra"
    shutil.copytree(INFRA, infra, ignore=shutil.ignore_patterns(".terraform", "__pycache__"))
    placeholders = folder / ".build" / "bundles"
    placeholders.mkdir(parents=True)
    for name in json.loads((infra / "topology.json").read_text())["functions"]:
        (placeholders / f"{name}.zip").write_text(name)
    CACHE.mkdir(parents=True, exist_ok=True)
    own = {"TF_DATA_DIR": str(infra / ".terraform"), "TF_IN_AUTOMATION": "true", "CHECKPOINT_DISABLE": "true"}
    own |= {"TF_PLUGIN_CACHE_DIR": str(CACHE)}
    # Each run is over before collecting garbage pays: a quarter less processor time.
    own |= {"GOGC": "800"}
    terraform = Terraform(infra, {**os.environ, **own})
    with ExitStack() as stack:
        if not terraform.is_ready():
            terraform = Terraform(infra, terraform.environment | stack.enter_context(offline_provider()))
            assert terraform.is_ready()
        yield terraform
