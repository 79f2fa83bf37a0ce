import json
import re
import subprocess
from typing import Any

import pytest

from tests.infra.environments import environment
from tests.infra.terraform import INFRA, Plan
from tests.infra.test_policies import REQUIREMENTS

PARSE = "import json, promql_parser, sys; [promql_parser.parse(query) for query in json.load(sys.stdin)]"
RUNBOOK = INFRA / "runbook.md"


@pytest.fixture(scope="module")
def alerts(planned: dict[str, Plan]) -> dict[str, Any]:
    policies = {
        address: values
        for address, values in planned["prod"].items()
        if address.startswith("google_monitoring_alert_policy.")
    }
    return {values["conditions"][0]["display_name"]: values for values in policies.values()}


@pytest.fixture(scope="module")
def charts(planned: dict[str, Plan]) -> list[Any]:
    board = json.loads(planned["prod"]["google_monitoring_dashboard.main"]["dashboard_json"])
    return [tile["widget"] for tile in board["mosaicLayout"]["tiles"]]


def test_every_query_is_promql(alerts: dict[str, Any], charts: list[Any]) -> None:
    asked = [
        prometheus["query"]
        for values in alerts.values()
        for prometheus in values["conditions"][0]["condition_prometheus_query_language"]
    ]
    drawn = [chart["xyChart"]["dataSets"][0]["timeSeriesQuery"]["prometheusQuery"] for chart in charts]
    assert len(asked) == len(drawn) == len(alerts) - 1
    assert parses([*asked, *drawn])


def test_a_query_that_is_not_promql_is_seen() -> None:
    assert not parses(["sum(rate(a[5m])"])


def test_every_alert_has_a_section_that_says_what_it_means_and_which_command_mends_it(alerts: dict[str, Any]) -> None:
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOK.read_text(), re.MULTILINE | re.DOTALL))
    assert alerts.keys() <= sections.keys()
    for name in alerts:
        for part in ("**Means**", "**Look**", "**Mend**"):
            assert part in sections[name], f"{name} has no {part}"


def test_no_tile_of_the_dashboard_hides_another(planned: dict[str, Plan]) -> None:
    board = json.loads(planned["prod"]["google_monitoring_dashboard.main"]["dashboard_json"])
    tiles = board["mosaicLayout"]["tiles"]
    assert len({(tile["xPos"], tile["yPos"]) for tile in tiles}) == len(tiles)
    assert all(tile["xPos"] + tile["width"] <= board["mosaicLayout"]["columns"] for tile in tiles)


def parses(queries: list[str]) -> bool:
    python = environment("policies", REQUIREMENTS)
    done = subprocess.run(
        [str(python), "-c", PARSE], check=False, input=json.dumps(queries), capture_output=True, text=True
    )
    return done.returncode == 0
