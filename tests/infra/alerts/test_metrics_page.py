"""The page of metrics: what it says of each is what is defined, planned, asked and drawn."""

import json
import re
from collections.abc import Iterator, Mapping

from onewrite.adapters.metrics.definition import Metric, read_definition
from onewrite.checks.paths import METRICS
from tests.infra.terraform.plans import INFRA, Plan

PAGE = INFRA / "metrics.md"


def test_the_page_has_a_row_for_each_metric(planned_with_options: Plan) -> None:
    asked, drawn = alerts_of(planned_with_options), charts_of(planned_with_options)
    told = [line for line in PAGE.read_text().splitlines() if line.startswith("| `onewrite_")]
    assert told == [row(name, metric, asked, drawn) for name, metric in read_definition(METRICS).items()]


def alerts_of(plan: Plan) -> dict[str, str]:
    return {
        condition["display_name"]: asked["query"]
        for address, values in plan.items()
        if address.startswith("google_monitoring_alert_policy.main")
        for condition in values["conditions"]
        for asked in condition["condition_prometheus_query_language"]
    }


def charts_of(plan: Plan) -> dict[str, str]:
    """Return those that no alert asks for."""
    board = json.loads(plan["google_monitoring_dashboard.main"]["dashboard_json"])
    return {
        tile["widget"]["title"]: tile["widget"]["xyChart"]["dataSets"][0]["timeSeriesQuery"]["prometheusQuery"]
        for tile in board["mosaicLayout"]["tiles"]
        if tile["widget"]["title"] not in alerts_of(plan)
    }


def row(name: str, metric: Metric, asked: Mapping[str, str], drawn: Mapping[str, str]) -> str:
    alerts = [f"[{alert}](runbook.md#{alert})" for alert in using(name, asked)]
    charts = [f"`{chart}`" for chart in using(name, drawn)]
    labels = ", ".join(f"`{label}`" for label in metric.labels)
    cells = (f"`{name}`", f"{metric.kind}, {metric.unit}", metric.meaning, source(metric), labels)
    return f"| {' | '.join((*cells, ', '.join((*alerts, *charts))))} |"


def source(metric: Metric) -> str:
    actions = " ".join(f"`{action}`" for action in metric.actions)
    only = "".join(f", only `{field}` {json.dumps(value)}" for field, value in metric.only.items())
    return f"{actions}: {f'`{metric.field}`' if metric.field else 'lines'}{only}"


def using(name: str, queries: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of the queries that ask for the metric."""
    asks = re.compile(rf"user_{name}(_sum|_count)?{{")
    return (query for query in sorted(queries) if asks.search(queries[query]))
