"""What a command and a relay leave in traces, and what they don't."""

import pytest
from opentelemetry.trace import SpanKind

from accounts import ACCOUNTS
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.tracing import MOST_LINKS, link_to, span
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.checks.spans import Spans, has_failed, linked, own, traceparent_of
from tests.support.data.builders import a_stream
from tests.support.http.call import call
from tests.support.systems.adapters import settings

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
CREATE = {"name": "Ada Lovelace", "address": "London"}
REQUEST = "POST /accounts/{key}/create"


@pytest.fixture
def app() -> App:
    return build(settings(relay_grace_seconds=0), ACCOUNTS, memory_adapters())


def published(app: App) -> list[RecordedEvent]:
    assert isinstance(app.adapters.topic, MemoryTopic)
    return app.adapters.topic.published


def create(app: App, key: str = "7", **headers: str) -> None:
    call(app.commands, "POST", f"/accounts/{key}/create", CREATE, headers=headers)


def test_a_command_is_one_trace_of_its_steps_which_the_caller_may_have_begun(app: App, spans: Spans) -> None:
    create(app, traceparent=CALLER)
    request = spans.one(REQUEST)
    assert request.kind is SpanKind.SERVER
    assert request.parent is not None
    assert f"{request.parent.span_id:016x}" == CALLER.split("-")[2]
    assert spans.beneath(request) == ["load", "decide", "commit", "publish"]
    assert {f"{own(span)[0]:032x}" for span in spans.all} == {CALLER.split("-")[1]}
    assert dict(request.attributes or {}) == {
        "onewrite.stream": "account-7",
        "http.response.status_code": 201,
    }
    assert dict(spans.one("decide").attributes or {}) == {"onewrite.command": "create"}
    assert dict(spans.one("commit").attributes or {}) == {"onewrite.version": 1, "onewrite.events": 1}
    assert spans.one("publish").kind is SpanKind.PRODUCER


def test_its_events_name_the_span_of_the_request(app: App, spans: Spans) -> None:
    create(app, traceparent=CALLER)
    [event] = app.adapters.store.read_stream(a_stream("7"))
    assert event.metadata.traceparent == traceparent_of(spans.one(REQUEST))


@pytest.mark.parametrize("sent", [CALLER, None])
def test_untraced_they_name_what_the_caller_sent(app: App, sent: str | None) -> None:
    create(app, **({"traceparent": sent} if sent else {}))
    [event] = app.adapters.store.read_stream(a_stream("7"))
    assert event.metadata.traceparent == sent


def test_a_rejected_command_is_no_failure_and_a_clash_is_one(app: App, spans: Spans) -> None:
    create(app)
    spans.forget()
    create(app)
    assert not any(has_failed(span) for span in spans.all)
    assert (spans.one("decide").attributes or {})["error.type"] == "CommandRejected"


def test_a_sweep_publishes_for_many_requests_and_links_to_each(spans: Spans) -> None:
    app = build(settings(relay_grace_seconds=0, eager_relay=False), ACCOUNTS, memory_adapters())
    create(app, "7")
    create(app, "8")
    call(app.relay, "POST", "/")
    batches, requests = spans.named("publish"), spans.named(REQUEST)
    assert all(batch.parent is None for batch in batches)
    assert set().union(*map(linked, batches)) == {own(request) for request in requests}
    assert {event.metadata.traceparent for event in published(app)} == set(map(traceparent_of, requests))


def test_a_sweep_that_finds_nothing_and_a_health_check_leave_nothing(app: App, spans: Spans) -> None:
    call(app.relay, "POST", "/")
    call(app.commands, "GET", "/health/ready")
    call(app.operations, "GET", "/status")
    assert spans.all == []


def test_a_span_links_to_each_trace_once_and_to_no_more_than_a_few(spans: Spans) -> None:
    others = [f"00-{number:032x}-b7ad6b7169203331-01" for number in range(1, 100)]
    with span("tried again"):
        for _ in range(2):
            link_to([None, "no trace", *others[:3]])
    with span("many"):
        link_to(others)
    assert [len(made.links) for made in spans.all] == [3, MOST_LINKS]
