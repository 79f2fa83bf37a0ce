"""Whether spans are made, where they go, and what that costs a process that makes none."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials
from opentelemetry import trace
from pydantic import ValidationError

from accounts import ACCOUNTS
from onewrite.application.tracing import span, trace_with, traceparent
from onewrite.bootstrap import build, memory_adapters
from onewrite.bootstrap.tracing import start_tracing
from tests.support.http.call import call
from tests.support.systems.adapters import settings


@pytest.fixture(autouse=True)
def untraced() -> Iterator[None]:
    yield
    trace_with(None)


def test_off_nothing_of_the_sdk_is_imported() -> None:
    code = (
        "import sys; from onewrite.bootstrap import app; app(); "
        "print(*(name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))))"
    )
    environment = {"ONEWRITE_STORE": "memory", "ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.split() == []


def test_off_no_span_is_made() -> None:
    start_tracing(settings())
    assert traceparent() is None


def test_in_files_each_span_is_a_line_as_soon_as_it_ends(tmp_path: Path) -> None:
    here = settings(traces="file", trace_folder=tmp_path / "traces")
    start_tracing(here)
    app = build(here, ACCOUNTS, memory_adapters())
    call(app.commands, "POST", "/accounts/7/create", {"name": "Ada", "address": "London"})
    [file] = (tmp_path / "traces").glob("*.spans.jsonl")
    told = [json.loads(line) for line in file.read_text().splitlines()]
    assert [span["name"] for span in told] == ["load", "decide", "commit", "publish", "POST /accounts/{key}/create"]


def test_of_requests_that_nobody_traces_a_part_is_traced(tmp_path: Path) -> None:
    start_tracing(settings(traces="file", trace_folder=tmp_path, trace_ratio=0))
    app = build(settings(), ACCOUNTS, memory_adapters())
    call(app.commands, "POST", "/accounts/7/create", {"name": "Ada", "address": "London"})
    assert not list(tmp_path.iterdir())
    headers = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    call(app.commands, "POST", "/accounts/8/create", {"name": "Ada", "address": "London"}, headers=headers)
    assert list(tmp_path.iterdir())


def test_googles_clients_find_no_tracer_of_ours(tmp_path: Path) -> None:
    start_tracing(settings(traces="file", trace_folder=tmp_path))
    with trace.get_tracer("cloud.google.com/python/spanner").start_as_current_span("theirs") as theirs:
        assert not theirs.is_recording()


def test_sent_to_google_they_go_with_the_account_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("google.auth.default", lambda scopes: (AnonymousCredentials(), None))
    start_tracing(settings(traces="otlp", trace_ratio=0))  # so nothing is sent anywhere from here
    with span("request"):
        assert (traceparent() or "")[-1] in "02", "it has an id, and isn't sampled"


def test_a_function_on_cloud_run_refuses_to_keep_traces_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("K_SERVICE", "accept-commands")
    assert settings(traces="otlp", check_identity=True).traces == "otlp"
    with pytest.raises(ValidationError, match="ONEWRITE_TRACES"):
        settings(traces="file", check_identity=True)


def test_a_request_that_its_caller_does_not_trace_may_be_traced(tmp_path: Path) -> None:
    """Google's front end gives each request a trace, and samples few of them."""
    start_tracing(settings(traces="file", trace_folder=tmp_path))
    app = build(settings(), ACCOUNTS, memory_adapters())
    headers = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"}
    call(app.commands, "POST", "/accounts/8/create", {"name": "Ada", "address": "London"}, headers=headers)
    assert list(tmp_path.iterdir())
