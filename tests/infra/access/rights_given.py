"""Every right that a plan gives, and to whom."""

import re
from collections import defaultdict

from tests.infra.terraform.plans import Plan

GRANT = re.compile(r"google_(\w+)_iam_member\.")
#: The argument that says on what a right is given, by the kind of resource.
PLACES = {
    "bigquery_table": "table_id",
    "cloud_run_v2_service": "name",
    "iap_web_backend_service": "web_backend_service",
    "project": "project",
    "pubsub_subscription": "subscription",
    "pubsub_topic": "topic",
    "service_account": "service_account_id",
    "spanner_database": "database",
    "spanner_instance": "instance",
}


def rights_given(plan: Plan) -> dict[str, set[str]]:
    """`role on kind place`, with the condition's title where there is one, by member."""
    rights: dict[str, set[str]] = defaultdict(set)
    for address, values in plan.items():
        if found := GRANT.match(address):
            place = values[PLACES[found[1]]]
            role = values["role"].removeprefix("roles/").removeprefix("projects/onewrite-test/roles/")
            condition = "".join(f" {condition['title']}" for condition in values.get("condition") or ())
            rights[values["member"].removesuffix("@test")].add(f"{role} on {found[1]} {place}{condition}")
    return dict(rights)


def other_ways(plan: Plan) -> list[str]:
    """Resources that set the rights of everybody at once, and so could take or give some that nobody listed."""
    return [address for address in plan if re.match(r"google_\w+_iam_(binding|policy)\.", address)]
