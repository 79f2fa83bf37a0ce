import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import infra.bundle
from emulators.ports import free_ports
from infra.bundle import FUNCTIONS, ROOT, bundle, function_names
from tests.infra.environments import environment
from tests.support.eventually import eventually

TOPOLOGY = json.loads((ROOT / "infra" / "topology.json").read_text())["functions"]
SETTINGS = {"ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "ONEWRITE_STORE": "memory"}
IMPORT_EVERYTHING = """
import sys
sys.path.insert(0, sys.argv[1])
import onewrite.adapters.pubsub, onewrite.adapters.spanner, onewrite.bootstrap
print(onewrite.__file__)
"""


@pytest.fixture(scope="session")
def python() -> Path:
    """An environment in which nothing of this project is installed, only what functions need."""
    return environment("functions", FUNCTIONS / "requirements.txt")


@pytest.fixture(scope="module", params=function_names())
def unpacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / str(request.param)
    with zipfile.ZipFile(bundle(request.param, folder.parent)) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def served(unpacked: Path, python: Path) -> Iterator[str]:
    """The function's URL, served by the framework's own server out of its bundle."""
    (port,) = free_ports(1)
    command = [
        *(str(python), "-I", "-m", "functions_framework", "--target", unpacked.name),
        *("--signature-type", "http", "--host", "127.0.0.1", "--port", str(port)),
    ]
    log = unpacked / "server.log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=unpacked, env=SETTINGS, stdout=output, stderr=output) as server,
    ):
        url = f"http://127.0.0.1:{port}"
        try:
            assert eventually(lambda: server.poll() is not None or answers(url)), log.read_text()
            assert server.poll() is None, log.read_text()
            yield url
        finally:
            server.terminate()


def answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=5)
    except httpx.TransportError:
        return False
    return True


def test_a_bundle_boots_alone_and_answers(unpacked: Path, served: str) -> None:
    assert httpx.get(f"{served}/health/live").status_code == 200
    assert httpx.get(f"{served}/health/ready").status_code == 200
    if TOPOLOGY[unpacked.name]["trigger"] == "push":
        assert httpx.post(served, content=b"no event").status_code == 422
        assert httpx.get(served).status_code == 405


def test_every_bundle_brings_the_same_packages(tmp_path: Path) -> None:
    contents = set()
    for name in function_names():
        with zipfile.ZipFile(bundle(name, tmp_path)) as archive:
            contents.add(tuple((entry.filename, entry.CRC) for entry in archive.infolist() if "/" in entry.filename))
    assert len(contents) == 1


def test_they_are_all_that_the_cloud_needs(python: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle("accept_commands", tmp_path)) as archive:
        archive.extractall(tmp_path)
    command = [str(python), "-I", "-c", IMPORT_EVERYTHING, str(tmp_path)]
    imported = subprocess.run(command, check=False, capture_output=True, text=True)
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout.strip() == str(tmp_path / "onewrite" / "__init__.py")


def test_the_same_sources_give_the_same_bytes_on_another_machine(
    unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("FUNCTIONS", "SHARED"):
        elsewhere = tmp_path / place
        shutil.copytree(getattr(infra.bundle, place), elsewhere, copy_function=shutil.copyfile)
        for file in elsewhere.rglob("*.py"):
            file.chmod(0o600)
        monkeypatch.setattr(infra.bundle, place, elsewhere)
    again = bundle(unpacked.name, tmp_path / "bundles")
    assert again.read_bytes() == (unpacked.parent / again.name).read_bytes()


def test_a_bundle_holds_nothing_for_people_or_tests(unpacked: Path) -> None:
    names = {file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*")}
    assert {"main.py", "requirements.txt", "onewrite", "accounts"} <= names
    assert not {name for name in names if name.startswith(("onewrite/cli", "onewrite/testing"))}


def test_every_bundle_can_be_made_by_one_command(tmp_path: Path) -> None:
    command = [sys.executable, "infra/bundle.py", str(tmp_path)]
    made = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert sorted(file.stem for file in tmp_path.iterdir()) == function_names()


def test_a_domain_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="domains is not there: name the package of your domain with --domain"):
        bundle("accept_commands", tmp_path, domain="domains")
