"""What waits for what while Terraform makes it: its own references, and `depends_on` for what no reference shows."""

import re
from collections import defaultdict
from collections.abc import Mapping

import pytest

from tests.infra.terraform.plans import Plan, Terraform

EDGE = re.compile(r'"([\w.]+)" -> "([\w.]+)"')
APIS = "google_project_service.main"
#: Made late, so that nothing fails or calls meanwhile.
WAIT_FOR = {
    "google_cloudfunctions2_function.main": {
        "google_project_iam_member.builder",
        "google_pubsub_topic_iam_member.publisher",
        "google_spanner_database_iam_member.user",
    },
    "google_cloud_run_v2_worker_pool.main": {
        "google_pubsub_topic_iam_member.publisher",
        "google_spanner_database_iam_member.user",
    },
    "google_monitoring_alert_policy.main": {"google_cloud_scheduler_job.main", "google_logging_metric.main"},
    "google_monitoring_dashboard.main": {"google_logging_metric.main"},
    "google_pubsub_subscription.bigquery": {"google_bigquery_table_iam_member.pubsub"},
}
Graph = Mapping[str, set[str]]


@pytest.fixture(scope="module")
def graph(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """By resource: all that it waits for, directly or not."""
    here = terraform.edited(tmp_path_factory.mktemp("graph") / "copy", ("versions.tf", '  backend "gcs" {}\n', ""))
    done = here.run("graph")
    assert done.returncode == 0, done.stderr
    waits = defaultdict(set)
    for resource, other in EDGE.findall(done.stdout):
        waits[resource].add(other)
    return {resource: reached(waits, resource) for resource in re.findall(r'"([\w.]+)" \[', done.stdout)}


def reached(waits: Graph, resource: str) -> set[str]:
    found, left = set[str](), [resource]
    while left:
        new = waits.get(left.pop(), set()) - found
        found |= new
        left += new
    return found


def test_everything_waits_for_the_apis_of_google(graph: Graph) -> None:
    made = {resource for resource in graph if not resource.startswith("data.")} - {APIS}
    assert {resource for resource in made if APIS not in graph[resource]} == set()


@pytest.mark.parametrize("resource", WAIT_FOR)
def test_nothing_is_made_before_what_it_needs_to_work(graph: Graph, resource: str) -> None:
    assert WAIT_FOR[resource] <= graph[resource]


def test_nothing_is_made_switched_off(planned_with_options: Plan) -> None:
    off = {place for place, made in planned_with_options.items() if made.get("enabled") is False or made.get("paused")}
    assert off == set()
