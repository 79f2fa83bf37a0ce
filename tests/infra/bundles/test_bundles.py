import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

import infra.bundle
from emulators.processes.ports import free_ports
from infra.bundle import FUNCTIONS, ROOT, bundle, function_names
from onewrite.adapters.http.console.files import console_files
from tests.infra.bundles.environments import environment, may_have_to_install
from tests.support.http.curl import CURL
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

TOPOLOGY = json.loads((ROOT / "infra" / "topology.json").read_text())["functions"]
SETTINGS = {"ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "ONEWRITE_STORE": "memory"}
IMPORT_EVERYTHING = """
import sys
sys.path.insert(0, sys.argv[1])
import onewrite.adapters.pubsub, onewrite.adapters.spanner, onewrite.bootstrap
print(onewrite.__file__)
"""
#: In one process, because a process for each would import the same packages again and again.
ANSWER_EACH = """
import json, sys
from pathlib import Path
pushed_to, *folders = sys.argv[1:]
sys.path.insert(0, folders[0])
from functions_framework import create_app
from onewrite.bootstrap import forget_app
for folder in map(Path, folders):
    forget_app()
    client = create_app(folder.name, str(folder / "main.py"), "http").test_client()
    responses = [client.get("/health/live"), client.get("/health/ready")]
    if folder.name in pushed_to.split(","):
        responses += [client.post("/", data=b"no event"), client.get("/")]
    print(json.dumps([folder.name, *(response.status_code for response in responses)]))
"""
#: One function of each kind.
BOOTED = {function["trigger"]: name for name, function in TOPOLOGY.items()}


@pytest.fixture(scope="session")
def python() -> Path:
    """An environment in which nothing of this project is installed, only what functions need."""
    return environment("functions", FUNCTIONS / "requirements.txt")


@pytest.fixture
def unpacked(tmp_path: Path) -> list[Path]:
    """A folder for each bundle, named as its function."""
    folders = [tmp_path / "unpacked" / name for name in function_names()]
    for folder in folders:
        with zipfile.ZipFile(bundle(folder.name, tmp_path)) as archive:
            archive.extractall(folder)
    return folders


@may_have_to_install
def test_a_bundle_of_each_kind_boots_alone_and_answers(unpacked: list[Path], python: Path) -> None:
    with served([folder for folder in unpacked if folder.name in BOOTED.values()], python) as urls:
        for url in urls.values():
            assert CURL.get(f"{url}/health/live").status_code == 200
            assert CURL.get(f"{url}/health/ready").status_code == 200
        assert CURL.post(urls[BOOTED["push"]], content=b"no event").status_code == 422
        assert CURL.get(urls[BOOTED["push"]]).status_code == 405


@may_have_to_install
def test_every_bundle_answers_with_what_the_cloud_installs(unpacked: list[Path], python: Path) -> None:
    pushed_to = [name for name, function in TOPOLOGY.items() if function["trigger"] == "push"]
    command = [str(python), "-I", "-c", ANSWER_EACH, ",".join(pushed_to), *map(str, unpacked)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=SETTINGS, timeout=WAIT_SECONDS)
    assert done.returncode == 0, done.stderr
    answered = {name: codes for name, *codes in map(json.loads, done.stdout.splitlines())}
    assert answered == {name: [200, 200, 422, 405] if name in pushed_to else [200, 200] for name in TOPOLOGY}


def test_every_bundle_brings_the_same_packages(tmp_path: Path) -> None:
    contents = set()
    for name in function_names():
        with zipfile.ZipFile(bundle(name, tmp_path)) as archive:
            entries = [entry for entry in archive.infolist() if "/" in entry.filename]
            contents.add(tuple((entry.filename, entry.CRC) for entry in entries if entry.filename.endswith(".py")))
    assert len(contents) == 1


def test_one_bundle_brings_the_console(tmp_path: Path) -> None:
    page = "onewrite/adapters/http/console/index.html"
    bringing = [name for name in function_names() if page in zipfile.ZipFile(bundle(name, tmp_path)).namelist()]
    assert bringing == ["operate_views"]
    names = set(zipfile.ZipFile(tmp_path / "operate_views.zip").namelist())
    assert {f"onewrite/adapters/http/console/{name}" for name in console_files()} <= names


@may_have_to_install
def test_they_are_all_that_the_cloud_needs(python: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle("accept_commands", tmp_path)) as archive:
        archive.extractall(tmp_path)
    command = [str(python), "-I", "-c", IMPORT_EVERYTHING, str(tmp_path)]
    imported = subprocess.run(command, check=False, capture_output=True, text=True)
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout.strip() == str(tmp_path / "onewrite" / "__init__.py")


def test_the_same_sources_give_the_same_bytes_on_another_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = bundle("accept_commands", tmp_path / "here").read_bytes()
    for place in ("FUNCTIONS", "SHARED"):
        elsewhere = tmp_path / place
        shutil.copytree(getattr(infra.bundle, place), elsewhere, copy_function=shutil.copyfile)
        for file in elsewhere.rglob("*.py"):
            file.chmod(0o600)
        monkeypatch.setattr(infra.bundle, place, elsewhere)
    assert bundle("accept_commands", tmp_path / "there").read_bytes() == here


def test_a_bundle_holds_nothing_for_people_or_tests(unpacked: list[Path]) -> None:
    for folder in unpacked:
        names = {file.relative_to(folder).as_posix() for file in folder.rglob("*")}
        assert {"main.py", "requirements.txt", "onewrite", "accounts"} <= names
        assert not {name for name in names if name.startswith(("onewrite/cli", "onewrite/testing"))}


def test_the_checkout_of_a_release_makes_its_own_bundles(tmp_path: Path) -> None:
    """As a rollback does: without an environment, and from wherever it is called."""
    before = tmp_path / "before"
    for part in ("functions", "infra", "shared"):
        shutil.copytree(ROOT / part, before / part, ignore=shutil.ignore_patterns("__pycache__"))
    main = before / "functions" / "accept_commands" / "main.py"
    main.write_text(f"{main.read_text()}# as it was\n")
    made = subprocess.run([sys.executable, "-I", str(before / "infra" / "bundle.py")], check=False, cwd=tmp_path)
    assert made.returncode == 0
    for name in function_names():
        there, here = (before / ".build" / "bundles" / f"{name}.zip", bundle(name, tmp_path / "today"))
        assert (there.read_bytes() == here.read_bytes()) == (name != "accept_commands")


def test_every_bundle_can_be_made_by_one_command(tmp_path: Path) -> None:
    command = [sys.executable, "infra/bundle.py", str(tmp_path)]
    made = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert sorted(file.stem for file in tmp_path.iterdir()) == function_names()


def test_a_domain_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="domains is not there: name the package of your domain with --domain"):
        bundle("accept_commands", tmp_path, domain="domains")


@contextmanager
def served(folders: Sequence[Path], python: Path) -> Iterator[dict[str, str]]:
    """The URL of each, served by the framework's own server out of its bundle; all of them start at once."""
    ports = dict(zip(folders, free_ports(len(folders)), strict=True))
    with ExitStack() as stack:
        servers = {folder: stack.enter_context(server(folder, python, port)) for folder, port in ports.items()}
        urls = {folder: f"http://127.0.0.1:{port}" for folder, port in ports.items()}
        for folder, process in servers.items():
            eventually(partial(answers_or_ended, urls[folder], process), within=WAIT_SECONDS)
            assert process.poll() is None, (folder / "server.log").read_text()
        yield {folder.name: url for folder, url in urls.items()}


@contextmanager
def server(folder: Path, python: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    framework = [str(python), "-I", "-m", "functions_framework", "--host", "127.0.0.1", "--port", str(port)]
    command = [*framework, "--target", folder.name, "--signature-type", "http"]
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(command, cwd=folder, env=SETTINGS, stdout=log, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def answers_or_ended(url: str, process: subprocess.Popen[bytes]) -> bool:
    try:
        CURL.get(url)
    except httpx.TransportError:
        return process.poll() is not None
    return True
