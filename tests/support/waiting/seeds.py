"""The seed of everything that a test leaves to chance."""

import os
from random import SystemRandom


def seed() -> int:
    """Return CHAOS_SEED, or a new one; printed inside the test, so that a failure tells how to repeat it."""
    chosen = int(os.environ.get("CHAOS_SEED") or SystemRandom().randrange(10**6))
    print(f"CHAOS_SEED={chosen}")
    return chosen
