"""What log lines say, as metrics in the text format that Prometheus reads."""

import logging
from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from onewrite.adapters.metrics.definition import Metric

FAMILIES: Final = {"counter": CounterMetricFamily, "gauge": GaugeMetricFamily}


class PrometheusListener(logging.Handler, Collector):
    """Keeps what each metric is, for each value of its labels. What no line has told isn't shown."""

    def __init__(self, definition: Mapping[str, Metric]) -> None:
        super().__init__(logging.INFO)
        self._definition = definition
        self._known: dict[str, dict[tuple[str, ...], float]] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            for name, metric in self._definition.items():
                self._hear(name, metric, record.__dict__)
        except Exception:  # noqa: BLE001 - as everywhere in logging: whoever logs has other things to do
            self.handleError(record)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        for name, known in self._copy().items():
            metric = self._definition[name]
            family = FAMILIES[metric.kind](name, metric.meaning, labels=metric.labels)
            for labels, value in known.items():
                family.add_metric(labels, value)
            yield family

    def _hear(self, name: str, metric: Metric, line: Mapping[str, object]) -> None:
        value = metric.value_in(line)
        if value is None:
            return
        known, labels = self._known.setdefault(name, {}), metric.labels_in(line)
        known[labels] = value + (known.get(labels, 0.0) if metric.kind == "counter" else 0.0)

    def _copy(self) -> Mapping[str, Mapping[tuple[str, ...], float]]:
        """Return what is known now: lines are heard by other threads meanwhile."""
        self.acquire()
        try:
            return {name: dict(known) for name, known in self._known.items()}
        finally:
            self.release()
