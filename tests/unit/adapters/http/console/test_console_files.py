"""The page and its files: what they may load, what they cost, and that all of them are there."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

import onewrite.adapters.http.console
from onewrite.adapters.http.console.files import console_files
from onewrite.bootstrap import App, memory_adapters
from tests.support.domains.fragile import app_of
from tests.support.http.call import a_request, call
from tests.support.http.problems import problem

FOLDER = Path(onewrite.adapters.http.console.__file__).parent
SCRIPTS = sorted(FOLDER.rglob("*.js"))
VENDORED = FOLDER / "vendor"
MOST_LINES = 220


@pytest.fixture(scope="module")
def app() -> App:
    """A system whose store can't be asked."""
    adapters = memory_adapters()
    return app_of(replace(adapters, store=None, outbox=None, generations=None))  # type: ignore[arg-type]


def test_the_page_is_served_at_the_root(app: App) -> None:
    response = call(app.operations, "GET", "/")
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    assert b'<div id="page"></div>' in response.data


def test_every_file_is_served_under_a_strict_policy(app: App) -> None:
    assert console_files(), "there are some"
    for name in console_files():
        response = call(app.operations, "GET", f"/console/{name}")
        assert response.status_code == 200
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-")
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_browser_that_has_a_file_is_not_sent_it_again(app: App) -> None:
    sent = call(app.operations, "GET", "/console/app/main.js")
    assert sent.content_type == "text/javascript; charset=utf-8"
    kept = call(app.operations, "GET", "/console/app/main.js", headers={"If-None-Match": sent.headers["ETag"]})
    assert kept.status_code == 304


@pytest.mark.parametrize("path", ["nothing.js", "files.py", "vendor/SHA256SUMS", "../files.py", "app", "app/", ""])
def test_nothing_but_its_files_is_served(app: App, path: str) -> None:
    problem(call(app.operations, "GET", f"/console/{path}"), 404, "UNKNOWN_PATH")


def test_who_may_not_call_the_function_is_not_shown_the_page() -> None:
    app = app_of(memory_adapters(), check_identity=True)
    for path in ("/", "/console/app/main.js"):
        assert app.operations(a_request("GET", path)).status_code == 401


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    page = (FOLDER / "index.html").read_text()
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]* src=)", page)
    own = [
        file for file in FOLDER.rglob("*.*") if file.suffix in {".html", ".css", ".js"} and VENDORED not in file.parents
    ]
    assert [file.name for file in own if re.search(r"https?://|@import|//cdn", file.read_text())] == []


def test_every_file_that_is_named_is_there() -> None:
    page = re.findall(r'(?:href|src)="console/([^"]+)"', (FOLDER / "index.html").read_text())
    assert set(page) <= console_files().keys()
    styles = {name for name in console_files() if name.startswith("style/")}
    assert styles <= set(page), "a style that no page loads"
    assert {file for script in SCRIPTS for file in _imported(script)} <= set(SCRIPTS)


def test_every_script_is_of_use() -> None:
    used = {file for script in SCRIPTS for file in _imported(script)}
    assert set(SCRIPTS) - used == {FOLDER / "app" / "main.js"}


def test_files_are_small() -> None:
    own = [FOLDER / name for name in console_files() if not name.startswith("vendor/")]
    long = {file.name for file in own if len(file.read_text().splitlines()) > MOST_LINES}
    assert long == set()


def test_what_others_have_written_is_as_they_published_it() -> None:
    sums = [line.split() for line in (VENDORED / "SHA256SUMS").read_text().splitlines()]
    assert {name: told for told, name in sums} == {
        file.name: sha256(file.read_bytes()).hexdigest() for file in VENDORED.glob("*.js")
    }


def _imported(script: Path) -> Iterator[Path]:
    if VENDORED in script.parents:
        return
    for name in re.findall(r'from "([^"]+)"', script.read_text()):
        yield (script.parent / name).resolve()
