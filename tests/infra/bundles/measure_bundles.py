"""Measure what each bundle weighs and how long it takes to import, beside the floor.

    python -m tests.infra.bundles.measure_bundles

The floor is the functions framework and the Spanner client alone. Each figure is the best of several fresh processes,
with everything compiled before, as the buildpack does; a cold start adds what Cloud Run takes itself.
"""

import subprocess
import tempfile
import zipfile
from pathlib import Path

from infra.bundle import FUNCTIONS, bundle, function_names
from tests.infra.bundles.environments import environment

ROUNDS = 7
FLOOR = """
import functions_framework
from google.cloud import spanner

@functions_framework.http
def floor(request):
    return "OK"
"""
START = """
import sys, time
begun = time.perf_counter()
from functions_framework import create_app
create_app(sys.argv[1], "main.py", "http")
if sys.argv[1] != "floor":
    from onewrite.bootstrap import app
    app()
print(time.perf_counter() - begun)
"""
#: Clients are made and nothing is sent, so nobody has to listen there.
SETTINGS = {
    "ONEWRITE_DOMAIN": "accounts:ACCOUNTS",
    "PUBSUB_EMULATOR_HOST": "127.0.0.1:1",
    "SPANNER_EMULATOR_HOST": "127.0.0.1:1",
}


def main() -> None:
    python = environment("functions", FUNCTIONS / "requirements.txt")
    with tempfile.TemporaryDirectory() as place:
        folders = unpack(Path(place))
        subprocess.run([str(python), "-I", "-m", "compileall", "-q", place], check=True)
        # Round after round, so that a busy moment of this machine touches all of them.
        rounds = [{folder: import_seconds(python, folder) for folder in folders} for _ in range(ROUNDS)]
        best = {folder: 1000 * min(seconds[folder] for seconds in rounds) for folder in folders}
        floor = best[folders[0]]
        print(f"{'':20}{'KiB':>8}{'import ms':>12}{'above the floor':>18}")
        for folder, milliseconds in best.items():
            kib = sum(file.stat().st_size for file in folder.rglob("*") if file.suffix in {".py", ".txt"}) / 1024
            print(f"{folder.name:20}{kib:>8.0f}{milliseconds:>12.0f}{milliseconds - floor:>15.0f} ms")


def unpack(place: Path) -> list[Path]:
    floor = place / "floor"
    floor.mkdir()
    (floor / "main.py").write_text(FLOOR)
    for function in function_names():
        with zipfile.ZipFile(bundle(function, place)) as archive:
            archive.extractall(place / function)
    return [floor, *(place / function for function in function_names())]


def import_seconds(python: Path, folder: Path) -> float:
    command = [str(python), "-I", "-c", START, folder.name]
    return float(subprocess.run(command, check=True, cwd=folder, env=SETTINGS, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
