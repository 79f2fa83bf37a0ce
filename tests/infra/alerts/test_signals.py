"""Metrics listen for log lines: these must be lines that the code really writes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from time import monotonic

from accounts.domain import ACCOUNTS
from onewrite.application.breaker import LONGEST_PAUSE
from onewrite.application.ports.topic import Published
from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.errors import ProjectionHalted
from tests.infra.alerts.lines import Line, Metrics, assert_heard, matches
from tests.infra.alerts.test_signals_of_changes import OF_CHANGES
from tests.support.data.builders import an_event
from tests.support.data.parking import append, push
from tests.support.data.requests import an_account
from tests.support.faults.ports import on_top_of, refusing
from tests.support.http.call import call
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock


def test_every_metric_hears_a_line_and_reads_a_number_from_it(metrics: Metrics, logged: list[Line]) -> None:
    """One stream can't be projected, and the bus refuses everything, then nothing."""
    memory = memory_adapters()
    app = an_app(replace(memory, topic=refusing(memory.topic)), park_after_attempts=1)
    stream = an_account(app)
    append(app, stream, an_event("UserRenamed", data={"nonsense": True}))
    push(app, stream)
    for each in (app, an_app(memory)):
        call(each.relay, "POST", "/")
    pause_and_resume(memory)
    halt(an_app(memory_adapters()))
    call(app.reconcile, "POST", "/")
    assert_heard({name: metric for name, metric in metrics.items() if name not in OF_CHANGES}, logged)
    assert {line["severity"] for line in logged if line["action"] == "stream_parked"} == {"ERROR"}


def pause_and_resume(memory: Adapters) -> None:
    """Send three commands to a bus that fails, fails no more, and is asked again."""
    answers = iter((Published((), 1, "DeadlineExceeded"), Published(())))
    topic = on_top_of(memory.topic, publish=lambda events, **how: next(answers))
    clock = Clock()
    app = an_app(replace(memory, topic=topic), clock=clock.seconds, eager_relay=True)
    for seconds in (0, 1, LONGEST_PAUSE):
        clock.let_pass(seconds)
        an_account(app)


def halt(app: App) -> None:
    """Push as many streams as it takes that can't be projected."""
    for _ in range(ALIKE):
        stream = an_account(app)
        append(app, stream, an_event("UserRenamed", data={"nonsense": True}))
        with suppress(ProjectionHalted):
            push(app, stream)


def test_every_number_of_a_walk_is_read_under_its_own_name(metrics: Metrics) -> None:
    read_from = {name: metric["value_extractor"] for name, metric in metrics.items() if name.startswith("streams_")}
    assert read_from == {name: f"EXTRACT(jsonPayload.report.{name.removeprefix('streams_')})" for name in read_from}


def test_only_a_sweep_that_saw_the_whole_outbox_counts_as_one(metrics: Metrics, logged: list[Line]) -> None:
    clock_that_runs_away = count(step=60).__next__
    for app in (an_app(memory_adapters()), an_app(memory_adapters(), clock=clock_that_runs_away)):
        call(app.relay, "POST", "/")
    whole = [matches(metrics["whole_sweeps"]["filter"], line) for line in logged]
    assert whole == [True, False]


def an_app(adapters: Adapters, *, clock: Callable[[], float] = monotonic, **changes: object) -> App:
    options = settings(**{"relay_grace_seconds": 0, "eager_relay": False, **changes})
    return build(options, ACCOUNTS, adapters, clock=clock, wait=lambda seconds: None)
