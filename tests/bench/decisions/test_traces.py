"""What traces add to a command and a push, over a store in memory, where nothing else takes as long as they do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from time import process_time

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

from accounts import ACCOUNTS
from onewrite.adapters.cloudevents import attributes_of
from onewrite.adapters.traces.google_exporter import SentInTime
from onewrite.application.tracing import trace_with
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.bootstrap.tracing import start_tracing
from tests.bench.measuring.timing import milliseconds, percentiles
from tests.support.data.builders import a_stream
from tests.support.http.call import a_request
from tests.support.http.spans_endpoint import spans_endpoint, traced_into
from tests.support.systems.adapters import settings

#: All ways take turns, so that none has the better machine.
ROUNDS, EACH = 20, 25


@contextmanager
def traced(**how: object) -> Iterator[None]:
    start_tracing(settings(**how))
    yield
    trace_with(None)


def sender(app: App) -> Callable[[], None]:
    numbers = count(1)

    def send() -> None:
        key = str(next(numbers))
        body = {"name": "Ada", "address": "London"}
        assert app.commands(a_request("POST", f"/accounts/{key}/create", body)).status_code == 201
        [event] = app.adapters.store.read_stream(a_stream(key))
        pushed = a_request("POST", "/", headers=attributes_of(event, source="//tests"))
        assert app.projection("profiles")(pushed).status_code == 204

    return send


def test_traces_add(tmp_path: Path) -> None:
    with spans_endpoint() as (url, _):
        ways: dict[str, Callable[[], AbstractContextManager[None]]] = {
            "off": traced,
            "none of them sampled": lambda: traced(traces="file", trace_folder=tmp_path, trace_ratio=0),
            "into files": lambda: traced(traces="file", trace_folder=tmp_path),
            "sent before each response": lambda: traced_into(SentInTime(OTLPSpanExporter(url, timeout=1), 1)),
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        processor = dict.fromkeys(ways, 0.0)
        for turn in range(ROUNDS + 1):
            for way, start in ways.items():
                send = sender(build(settings(), ACCOUNTS, memory_adapters()))
                with start():
                    before = process_time()
                    took = milliseconds(send, EACH)
                    spent = process_time() - before
                if turn:  # the first round warms all of them up
                    taken[way] += took
                    processor[way] += spent
    for way, took in taken.items():
        each = 1000 * processor[way] / len(took)
        print(f"\na command and a push, traces {way}: {percentiles(took)}; {each:.2f} ms of processor time")
