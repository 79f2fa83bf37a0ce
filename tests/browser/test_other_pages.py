"""A page of somebody else can't act through an operator's browser, which holds the operator's rights."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Request, Response
from playwright.sync_api import Browser

from onewrite.adapters.http.api import Api, Route
from tests.support.browser.operated import Operated, operated, stop_tracing
from tests.support.http.served import served

#: What a browser sends to another site without asking it first, and what it asks for first.
WAYS: Final = (
    {"mode": "no-cors", "headers": {"Content-Type": "text/plain"}},
    {"mode": "no-cors", "headers": {"Content-Type": "application/json"}},
    {"mode": "cors", "headers": {"Content-Type": "application/json"}},
    {"mode": "cors", "credentials": "include", "headers": {"Content-Type": "application/json"}},
)
SEND: Final = """([url, way]) => fetch(url, { method: "POST", body: '{"projection": "profiles"}', ...way })
    .then((response) => response.type, () => "refused by the browser")"""
FRAME: Final = """(url) => new Promise((done) => {
    const frame = Object.assign(document.createElement("iframe"), { src: url, onload: () => {
        try { done(frame.contentDocument ? "readable" : "hidden") } catch { done("hidden") }
    } });
    document.body.append(frame);
})"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[Operated]:
    yield operated(tmp_path)
    stop_tracing()


def test_it_changes_nothing_and_reads_nothing(browser: Browser, system: Operated) -> None:
    with served(system.app.operations) as console, served(_somebody_elses()) as elsewhere:
        page = browser.new_page()
        page.goto(elsewhere)
        told = [page.evaluate(SEND, [f"{console}/rebuild", way]) for way in WAYS]
        assert told[:2] == ["opaque", "opaque"], "a browser sends these, and tells nothing"
        assert told[2:] == ["refused by the browser"] * 2
        assert page.evaluate(FRAME, console) == "hidden"
        refused = page.evaluate("(url) => fetch(url).then(() => 'read', () => 'refused')", f"{console}/status")
        page.close()
    assert refused == "refused"
    assert system.app.operate.switch.generations_of("profiles")["profiles"].building is None
    assert list(system.app.operate.audit_log.newest(limit=10)) == []


def _somebody_elses() -> Api:
    def page(_: Request) -> Response:
        return Response("<!doctype html><title>Win a prize</title>", mimetype="text/html")

    return Api("elsewhere", [Route("GET", "/", page)], lambda: None)
