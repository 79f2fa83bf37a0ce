import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.infra.bundles.environments import environment, may_have_to_install
from tests.infra.terraform.plans import INFRA

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
SKIP = re.compile(r"#checkov:skip=(\w+):?(.*)")


@may_have_to_install
def test_checkov_finds_nothing_but_the_mistake_made_on_purpose(tmp_path: Path) -> None:
    for file in INFRA.glob("*.tf"):
        shutil.copy(file, tmp_path)
    bucket = (INFRA / "bundles.tf").read_text().split("\n\n# Named")[0]
    open_bucket = bucket.replace('"enforced"', '"inherited"').replace('"bundles" {', '"open" {')
    (tmp_path / "open.tf").write_text(open_bucket)
    report = check(tmp_path)
    failed = [f"{found['resource']}: {found['check_name']}" for found in report["failed_checks"]]
    assert failed == ["google_storage_bucket.open: Ensure public access prevention is enforced on Cloud Storage bucket"]


@pytest.mark.parametrize("file", sorted(INFRA.glob("*.tf")), ids=lambda file: file.name)
def test_what_is_suppressed_has_a_reason(file: Path) -> None:
    assert [check for check, reason in SKIP.findall(file.read_text()) if len(reason.split()) < 5] == []


def check(folder: Path) -> Any:
    checkov = environment("policies", REQUIREMENTS).with_name("checkov")
    command = [
        str(checkov),
        "--directory",
        str(folder),
        "--framework",
        "terraform",
        "--skip-download",
        "--output",
        "json",
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return json.loads(done.stdout)["results"]
