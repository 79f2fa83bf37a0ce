"""The seed of everything that tests leave to chance; printed, and set again with CHAOS_SEED."""

import os
from random import SystemRandom

SEED = int(os.environ.get("CHAOS_SEED") or SystemRandom().randrange(10**6))


def pytest_report_header() -> str:
    return f"chaos seed: {SEED} (run again with CHAOS_SEED={SEED})"
