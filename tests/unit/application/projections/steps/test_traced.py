"""What a push leaves in the trace of the command that has caused it, and what works for many requests beside them."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, cast

from opentelemetry.trace import SpanKind

from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.application.ports.views import Target
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.pushes.share_transactions import ShareTransactions
from onewrite.application.projections.steps.step import Advanced, Part
from onewrite.bootstrap import App, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.checks.spans import Spans, has_failed, linked, own
from tests.support.data.builders import a_stream
from tests.support.domains.fragile import ADA, Fragile, app_of
from tests.support.http.call import call
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.following import following


def create(app: App, key: str) -> RecordedEvent:
    call(app.commands, "POST", f"/accounts/{key}/create", {"name": "Ada Lovelace", "address": "London"})
    [event] = app.adapters.store.read_stream(a_stream(key))
    return event


def push(app: App, event: RecordedEvent, projection: str = "profiles") -> int:
    # Google's front end has put a span of its own into `traceparent`.
    front = {"traceparent": "00-11111111111111111111111111111111-2222222222222222-00"}
    headers = attributes_of(event, source="//tests") | front
    return call(app.projection(projection), "POST", "/", data=data_of(event), headers=headers).status_code


def attributes(spans: Spans, name: str) -> dict[str, Any]:
    return dict(spans.one(name).attributes or {})


def test_a_push_goes_on_with_the_trace_of_the_command(spans: Spans) -> None:
    app = app_of(memory_adapters())
    event = create(app, "7")
    [command] = [span for span in spans.all if span.parent is None]
    push(app, event)
    pushed = spans.one("push profiles")
    assert pushed.kind is SpanKind.CONSUMER
    assert pushed.parent is not None
    assert (pushed.parent.trace_id, pushed.parent.span_id) == own(command)
    assert spans.beneath(pushed) == ["advance"]
    assert spans.beneath(spans.one("advance")) == ["apply", "commit"]
    assert attributes(spans, "push profiles") == {
        "http.response.status_code": 204,
        "onewrite.projection": "profiles",
        "onewrite.stream": "account-7",
        "onewrite.version": 1,
    }
    assert attributes(spans, "advance") == {
        "onewrite.projection": "profiles",
        "onewrite.generation": 1,
        "onewrite.streams": 1,
        "onewrite.applied": 1,
        "onewrite.stream": "account-7",
        "onewrite.from_version": 0,
        "onewrite.version": 1,
    }


def test_several_views_of_one_function_are_one_span(spans: Spans) -> None:
    app = app_of(memory_adapters())
    event = create(app, "7")
    app.follow_stream(("profiles", "interests"), event.stream, 1)
    assert attributes(spans, "advance") == {
        "onewrite.projection": "profiles+interests",
        "onewrite.streams": 1,
        "onewrite.applied": 2,
        "onewrite.stream": "account-7",
        "onewrite.from_version": 0,
        "onewrite.version": 1,
    }


def test_a_push_that_comes_again_has_nothing_to_do(spans: Spans) -> None:
    app = app_of(memory_adapters())
    event = create(app, "7")
    push(app, event)
    spans.forget()
    push(app, event)
    assert [span.name for span in spans.all] == ["push profiles"]


def test_an_event_that_fails_is_told_by_its_class_alone(spans: Spans) -> None:
    fragile = Fragile()
    app = app_of(memory_adapters(), fragile, park_after_attempts=2, attempt_interval_seconds=0)
    event = create(app, "7")
    fragile.fail(event.stream, 1)
    assert push(app, event) == 503
    assert has_failed(spans.one("push profiles"))
    assert has_failed(spans.one("advance"))
    assert attributes(spans, "advance")["error.type"] == "ValueError"
    assert attributes(spans, "advance")["onewrite.is_parked"] is False
    assert attributes(spans, "push profiles")["error.type"] == "EventNotApplied"
    assert not any(span.events or span.status.description for span in spans.all)
    spans.forget()
    assert push(app, event) == 204
    assert attributes(spans, "advance")["onewrite.is_parked"] is True


def test_what_a_push_applies_for_other_requests_links_to_them(spans: Spans) -> None:
    app = app_of(memory_adapters())
    event = create(app, "7")
    call(app.commands, "POST", "/accounts/7/rename", {"name": "Countess"})
    push(app, event)
    assert linked(spans.one("advance")) == {own(spans.one("POST /accounts/{key}/rename"))}


def test_a_rebuild_links_to_the_requests_whose_events_it_applies(spans: Spans) -> None:
    app = app_of(memory_adapters())
    create(app, "7")
    create(app, "8")
    generation = app.operate.rebuild.start("profiles", ADA).generation
    message = {"ce-specversion": "1.0", "ce-id": "1", "ce-type": "t", "ce-source": "s"}
    call(app.rebuilds, "POST", "/", headers={**message, "ce-subject": f"profiles/{generation}"})
    assert_linked_beside(spans)


def test_a_view_that_pulls_links_to_the_requests_too(spans: Spans) -> None:
    app = app_of(memory_adapters())
    create(app, "7")
    with following(lambda stop: app.pull_streams(["profiles"], stop)):
        eventually(lambda: app.adapters.changes.look("pull_profiles"))
        create(app, "8")
        eventually(lambda: sum(map(len, map(linked, spans.named("advance")))) == 2)
    assert_linked_beside(spans)


def assert_linked_beside(spans: Spans) -> None:
    """See that what has applied events is in traces of its own, which are linked to those of all requests."""
    applied = [span for span in spans.named("advance") if span.links]
    assert all(span.parent is None for span in applied)
    assert set().union(*map(linked, applied)) == {own(span) for span in spans.named("POST /accounts/{key}/create")}


class Slow:
    """Takes its first step when it is let go."""

    def __init__(self, advance: Advance) -> None:
        self.advance, self.has_begun, self.may_go = advance, Event(), Event()

    def step_together(self, parts: Sequence[Part], *, known: Mapping[StreamId, int]) -> Mapping[Target, Advanced]:
        self.has_begun.set()
        assert self.may_go.wait(WAIT_SECONDS)
        return self.advance.step_together(parts, known=known)


def test_pushes_that_share_a_transaction_link_to_it(spans: Spans) -> None:
    app = app_of(memory_adapters())
    slow = Slow(app.advance)
    share = ShareTransactions(app.domain, cast("Any", slow), app.follow_stream.clock)
    object.__setattr__(app.follow_stream, "advance", share)
    first, *others = [create(app, key) for key in "789"]
    with ThreadPoolExecutor(3) as pool:
        pool.submit(push, app, first)
        assert slow.has_begun.wait(WAIT_SECONDS)
        pushed = [pool.submit(push, app, event) for event in others]
        eventually(lambda: len(share._lines[("profiles", 1),]._waiting) == 2)
        slow.may_go.set()
        assert [one.result(WAIT_SECONDS) for one in pushed] == [204, 204]
    [_, shared] = spans.named("advance")
    nested = [span for span in spans.named("push profiles") if own(shared)[0] == own(span)[0]]
    linking = [span for span in spans.named("push profiles") if linked(span) == {own(shared)}]
    assert (len(nested), len(linking)) == (1, 1), "it is within one of them, and the other links to it"
