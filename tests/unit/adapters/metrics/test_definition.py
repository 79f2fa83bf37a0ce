"""The definition of metrics keeps to the conventions of Prometheus, and each has few series."""

import re
from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from onewrite.adapters.metrics.definition import Metric, read_definition
from onewrite.checks.paths import METRICS

#: A domain names the projections, and errors are classes.
FEW_VALUES = {"outcome", "projection"}


@pytest.fixture(scope="module")
def definition() -> Mapping[str, Metric]:
    return read_definition(METRICS)


def test_names_are_in_the_words_of_prometheus(definition: Mapping[str, Metric]) -> None:
    for name, metric in definition.items():
        assert re.fullmatch("onewrite(_[a-z]+)+", name)
        assert name.endswith("_total") == (metric.kind == "counter"), name
        assert ("_seconds" in name) == (metric.unit == "seconds"), name


def test_labels_have_few_values(definition: Mapping[str, Metric]) -> None:
    assert {label for metric in definition.values() for label in metric.labels} == FEW_VALUES


def test_a_gauge_reads_a_field(definition: Mapping[str, Metric]) -> None:
    assert [name for name, metric in definition.items() if metric.kind == "gauge" and not metric.field] == []


def test_a_key_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="feild"):
        Metric.model_validate(
            {"kind": "counter", "unit": "runs", "meaning": "Runs", "actions": ["ran"], "feild": "work.times"}
        )


def a_metric(**how: object) -> Metric:
    return Metric.model_validate({"kind": "counter", "unit": "runs", "meaning": "Runs", "actions": ["ran"], **how})


def test_a_metric_hears_its_own_lines_only() -> None:
    metric = a_metric(only={"run.is_late": False})
    assert metric.value_in({"action": "ran", "run": {"is_late": False}}) == 1
    assert metric.value_in({"action": "ran", "run": {"is_late": True}}) is None
    assert metric.value_in({"action": "fell", "run": {"is_late": False}}) is None
    assert metric.value_in({}) is None


def test_a_metric_reads_its_field_and_its_labels() -> None:
    metric = a_metric(field="run.seconds", labels=["projection"])
    line = {"action": "ran", "projection": "profiles", "run": {"seconds": 2.5}}
    assert (metric.value_in(line), metric.labels_in(line)) == (2.5, ("profiles",))
