"""GET /traces and GET /trace of `operate_views`: what requests have set off, where that is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts import ACCOUNTS
from onewrite.adapters.cloudevents import attributes_of
from onewrite.application.tracing import trace_with
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.bootstrap.tracing import start_tracing
from tests.support.data.builders import a_stream
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """A system that keeps its traces in files, after a command and a push."""
    here = settings(traces="file", trace_folder=tmp_path)
    app = build(here, ACCOUNTS, memory_adapters())
    start_tracing(here)
    call(app.commands, "POST", "/accounts/7/create", {"name": "Ada Lovelace", "address": "London"})
    [event] = app.adapters.store.read_stream(a_stream("7"))
    call(app.projection("profiles"), "POST", "/", headers=attributes_of(event, source="//tests"))
    yield app
    trace_with(None)


def get(app: App, path: str) -> Any:
    response = call(app.operations, "GET", path)
    assert response.status_code == 200
    return response.json


def test_the_newest_are_told_in_short_and_one_of_them_span_by_span(app: App) -> None:
    told = get(app, "/traces?stream_id=account-7&limit=5")
    assert (told["elsewhere"], told["link"]) == (None, None)
    [short] = told["traces"]
    assert (short["root"], short["stream_id"], short["is_failed"]) == (
        "POST /accounts/{key}/create",
        "account-7",
        False,
    )
    assert short["number_of_spans"] == 9
    assert short["milliseconds"] > 0
    one = get(app, f"/trace?trace_id={short['trace_id']}")
    assert (one["trace"], one["elsewhere"], one["link"]) == (short, None, None)
    assert [span["name"] for span in one["spans"]][:5] == [short["root"], "load", "decide", "commit", "publish"]
    assert all(span["after_milliseconds"] >= 0 for span in one["spans"])
    assert not any(word in str(one) for word in ("Ada", "London"))


def test_looking_at_them_leaves_none(app: App) -> None:
    before = len(get(app, "/traces")["traces"])
    assert len(get(app, "/traces")["traces"]) == before


def test_one_that_is_not_kept_is_told_so(app: App) -> None:
    told = get(app, f"/trace?trace_id={'0' * 32}")
    assert (told["trace"], told["spans"], told["linked"]) == (None, [], [])
    assert "isn't kept" in told["elsewhere"]


@pytest.mark.parametrize("path", ["/trace", "/trace?trace_id=7", "/traces?limit=201", "/traces?limit=0"])
def test_what_is_no_id_or_too_much_is_refused(app: App, path: str) -> None:
    problem(call(app.operations, "GET", path), 422, "INVALID_FIELDS")


def test_where_none_are_kept_a_sentence_says_so() -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    assert get(app, "/traces") == {
        "elsewhere": "No traces are kept: ONEWRITE_TRACES is off",
        "link": None,
        "traces": [],
    }


def test_in_the_cloud_a_link_leads_to_each() -> None:
    app = build(settings(traces="otlp", project="my-project"), ACCOUNTS, memory_adapters())
    told = get(app, f"/trace?trace_id={'ab' * 16}")
    assert told["link"] == f"https://console.cloud.google.com/traces/explorer;traceId={'ab' * 16}?project=my-project"
    assert told["spans"] == []
