"""Rehearses the functions in a process of its own, as they are: with their settings, but with the store in memory."""

import json
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onewrite.checks.errors import DoesNotFit
from onewrite.checks.variables import process_environment

SCRIPT: Final = Path(__file__).with_name("rehearse.py")
TIMEOUT_SECONDS: Final = 120.0
EMULATORS: Final = ("SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")
#: The host of both, for clients that are made when code is imported: without one they ask for credentials.
NOWHERE: Final = "127.0.0.1:1"


@dataclass(frozen=True)
class Rehearsal:
    """The problems that came up, one line each, and what there is to be served if there were none."""

    domain: str
    problems: list[str]
    #: The categories that each projection of the domain reads.
    categories: Mapping[str, Sequence[str]]
    #: The statements of DDL that each of them needs.
    needs: Mapping[str, Sequence[str]]
    #: What the ids of its streams look like.
    stream_ids: Sequence[str]
    #: The projections that each function serves.
    served: Mapping[str, Sequence[str]]


def rehearsal_of(folder: Path, functions: Collection[str], settings: Mapping[str, str]) -> Rehearsal:
    """Rehearse the functions. Raises DoesNotFit if that doesn't come to an end."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(SCRIPT), str(folder), *functions],
            env={**process_environment(settings), **dict.fromkeys(EMULATORS, NOWHERE)},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DoesNotFit(
            f"the domain and functions/*/main.py aren't imported within {TIMEOUT_SECONDS:.0f} s: what do they wait for?"
        ) from None
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise DoesNotFit(f"importing the functions ended with exit code {done.returncode}: {last or 'it said nothing'}")
    return Rehearsal(settings.get("ONEWRITE_DOMAIN", ""), **json.loads(done.stdout))
