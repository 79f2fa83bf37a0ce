import os
import socket
import subprocess

import pytest

from infra.bundle import FUNCTIONS
from tests.infra.access.test_policies import REQUIREMENTS
from tests.infra.bundles.environments import environment, may_have_to_install

ADVISORIES = ("api.osv.dev", 443)


@may_have_to_install
def test_nothing_deployed_has_a_known_vulnerability() -> None:
    """For CI: an advisory of today is no reason for a red test on somebody's machine."""
    if os.environ.get("CI") != "true":
        pytest.skip("CI looks for advisories")
    if not can_reach(*ADVISORIES):
        pytest.skip("the advisories of osv.dev can't be reached from here")
    auditor = environment("policies", REQUIREMENTS).with_name("pip-audit")
    command = [str(auditor), "--disable-pip", "--require-hashes", "--vulnerability-service", "osv"]
    done = subprocess.run(
        [*command, "--requirement", str(FUNCTIONS / "requirements.txt")], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def can_reach(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True
