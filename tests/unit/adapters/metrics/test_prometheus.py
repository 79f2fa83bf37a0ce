"""Log lines become metrics, in text that Prometheus can read."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from onewrite.adapters.metrics.definition import Metric
from onewrite.adapters.metrics.prometheus import PrometheusListener

DEFINITION = {
    name: Metric.model_validate({"unit": "", "meaning": "It's \\ so\nlong", **how})
    for name, how in {
        "onewrite_applied_total": {
            "kind": "counter",
            "actions": ["advanced"],
            "field": "work.events",
            "labels": ["projection"],
        },
        "onewrite_parked_total": {"kind": "counter", "actions": ["parked"]},
        "onewrite_oldest_seconds": {"kind": "gauge", "actions": ["swept"], "field": "swept.oldest_seconds"},
    }.items()
}


@pytest.fixture
def listener() -> Iterator[PrometheusListener]:
    listener, logger = PrometheusListener(DEFINITION), logging.getLogger("test_prometheus")
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    yield listener
    logger.removeHandler(listener)


def write(action: str, **fields: object) -> None:
    logging.getLogger("test_prometheus").info("a line", extra={"action": action, **fields})


def shown(listener: PrometheusListener) -> dict[tuple[str, Any], float]:
    return {
        (sample.name, sample.labels.get("projection")): sample.value
        for family in text_string_to_metric_families(listener.text().decode())
        for sample in family.samples
    }


def test_a_counter_adds_up_and_a_gauge_is_what_was_said_last(listener: PrometheusListener) -> None:
    for number in (2, 3):
        write("advanced", projection="profiles", work={"events": number})
        write("swept", swept={"oldest_seconds": number})
        write("parked")
    write("advanced", projection="interests", work={"events": 7})
    assert shown(listener) == {
        ("onewrite_applied_total", "profiles"): 5,
        ("onewrite_applied_total", "interests"): 7,
        ("onewrite_parked_total", None): 2,
        ("onewrite_oldest_seconds", None): 3,
    }


def test_what_no_line_has_told_is_not_shown(listener: PrometheusListener) -> None:
    write("something else")
    assert listener.text() == b""


def test_each_metric_has_its_type_and_its_meaning(listener: PrometheusListener) -> None:
    write("parked")
    write("swept", swept={"oldest_seconds": 1.5})
    families = list(text_string_to_metric_families(listener.text().decode()))
    assert [(family.type, family.documentation) for family in families] == [
        ("counter", "It's \\ so\nlong"),
        ("gauge", "It's \\ so\nlong"),
    ]


def test_a_label_may_hold_anything(listener: PrometheusListener) -> None:
    write("advanced", projection='a "b"\\\n', work={"events": 1})
    assert shown(listener) == {("onewrite_applied_total", 'a "b"\\\n'): 1}


def test_a_line_without_the_field_breaks_nobody_who_logs(
    listener: PrometheusListener, capsys: pytest.CaptureFixture[str]
) -> None:
    write("swept")
    assert "KeyError: 'swept'" in capsys.readouterr().err
    assert listener.text() == b""
