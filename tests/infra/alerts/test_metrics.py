"""Metrics listen for log lines: these must be lines that the code really writes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from time import monotonic

from google.api_core.exceptions import Aborted

from accounts.account.commands import Rename
from accounts.domain import ACCOUNTS
from onewrite.adapters.metrics.definition import read_definition
from onewrite.adapters.spanner.client.calls import limit_calls
from onewrite.application.breaker import LONGEST_PAUSE
from onewrite.application.ports.topic import Published
from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.checks.paths import METRICS
from onewrite.errors import ProjectionHalted
from tests.infra.alerts.lines import Line, Metrics, assert_heard, labels_in, matches, value_in
from tests.infra.alerts.test_metrics_of_changes import OF_CHANGES
from tests.support.data.builders import an_event
from tests.support.data.parking import append, push
from tests.support.data.requests import accept, an_account
from tests.support.faults.databases import committing
from tests.support.faults.ports import on_top_of, overtaken, refusing
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
    conflict(memory)
    abort()
    assert_heard({name: metric for name, metric in metrics.items() if name not in OF_CHANGES}, logged)
    assert_the_same_is_heard_here(metrics, logged)
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


def conflict(memory: Adapters) -> None:
    """Send a command that comes second to another one."""
    app = an_app(memory)
    stream = an_account(app)
    late = an_app(replace(memory, store=overtaken(memory.store, lambda: accept(app, stream, Rename(name="Eve")))))
    accept(late, stream, Rename(name="Grace"))


def abort() -> None:
    """Let Spanner abort a commit, and take the next one."""
    api = committing(Aborted("again"), None)
    limit_calls(api, 1)
    with suppress(Aborted):
        api.commit()
    api.commit()


def assert_the_same_is_heard_here(metrics: Metrics, lines: Sequence[Line]) -> None:
    """What a local system makes of each line is what Cloud Logging makes of it."""
    for name, metric in read_definition(METRICS).items():
        in_cloud = metrics[name.removeprefix("onewrite_")]
        for line in lines:
            here = metric.value_in(line)
            assert (here is not None) == matches(in_cloud["filter"], line), name
            if here is not None:
                assert (here, metric.labels_in(line)) == (
                    value_in(in_cloud, line),
                    tuple(labels_in(in_cloud, line)[label] for label in metric.labels),
                )


def test_every_number_of_a_walk_is_read_under_its_own_name(metrics: Metrics) -> None:
    told = "EXTRACT(jsonPayload.report."
    assert {
        name: extractor.removeprefix(told)
        for name, metric in metrics.items()
        if (extractor := metric.get("value_extractor", "")).startswith(told)
    } == {
        "second_generation_seconds": "second_generation_seconds)",
        "streams_compared_total": "heads)",
        "streams_found_ahead_total": "ahead)",
        "streams_found_lagging_total": "lagging)",
        "streams_healed_total": "healed)",
    }


def test_only_a_sweep_that_saw_the_whole_outbox_counts_as_one(metrics: Metrics, logged: list[Line]) -> None:
    clock_that_runs_away = count(step=60).__next__
    for app in (an_app(memory_adapters()), an_app(memory_adapters(), clock=clock_that_runs_away)):
        call(app.relay, "POST", "/")
    whole = [matches(metrics["whole_sweeps_total"]["filter"], line) for line in logged]
    assert whole == [True, False]


def an_app(adapters: Adapters, *, clock: Callable[[], float] = monotonic, **changes: object) -> App:
    options = settings(**{"relay_grace_seconds": 0, "eager_relay": False, **changes})
    return build(options, ACCOUNTS, adapters, clock=clock, wait=lambda seconds: None)
