"""Who may do what, without exception: a right that isn't listed here fails a test, in whichever file it was given."""

from pathlib import Path

import pytest

from tests.infra.access.rights_given import other_ways, rights_given
from tests.infra.terraform.plans import ENVIRONMENTS, OPERATORS, OPTIONS, Plan, Terraform

PUBSUB = "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
IAP = "serviceAccount:service-123456789012@gcp-sa-iap.iam.gserviceaccount.com"
PUSHED = ("project_clubs", "project_interests", "project_profiles", "rebuild_views")


def acts_as(role: str) -> set[str]:
    return {
        "spanner.fineGrainedAccessUser on spanner_database onewrite",
        f"spanner.databaseRoleUser on spanner_database onewrite acts_as_{role}",
    }


def publishes(*topics: str) -> set[str]:
    return {f"pubsub.publisher on pubsub_topic {topic}" for topic in topics}


def invokes(*services: str) -> set[str]:
    return {f"run.invoker on cloud_run_v2_service {service}" for service in services}


def is_function(member: str) -> bool:
    """Tell the accounts of functions and workers from those of people and Google, and of who calls or builds."""
    others = ("calls-", "copies-", "builds-", "service-")
    return member.startswith("serviceAccount:") and not member.removeprefix("serviceAccount:").startswith(others)


ALWAYS = {
    "serviceAccount:accept-commands": acts_as("accept_commands") | publishes("events"),
    "serviceAccount:answer-queries": acts_as("answer_queries"),
    "serviceAccount:operate-views": acts_as("operate_views")
    | publishes("events", "rebuild_ranges")
    | {"pubsub.subscriber on pubsub_subscription events_dead_letter"},
    "serviceAccount:project-clubs": acts_as("project_clubs"),
    "serviceAccount:project-interests": acts_as("project_interests"),
    "serviceAccount:project-profiles": acts_as("project_profiles"),
    "serviceAccount:rebuild-views": acts_as("rebuild_views") | publishes("rebuild_ranges"),
    "serviceAccount:reconcile-views": acts_as("reconcile_views"),
    "serviceAccount:relay-outbox": acts_as("relay_outbox") | publishes("events"),
    "serviceAccount:calls-by-push": invokes("project-clubs", "project-interests", "project-profiles", "rebuild-views"),
    "serviceAccount:calls-by-schedule": invokes("reconcile-views", "relay-outbox"),
    "serviceAccount:builds-functions": {
        "artifactregistry.writer on project onewrite-test",
        "logging.logWriter on project onewrite-test",
        "storage.objectViewer on project onewrite-test reads_sources_only",
    },
    PUBSUB: {
        "iam.serviceAccountOpenIdTokenCreator on service_account calls-by-push",
        "pubsub.publisher on pubsub_topic events_dead_letter",
        *(f"pubsub.subscriber on pubsub_subscription {subscription}" for subscription in PUSHED),
    },
}
#: Where copies of backups are kept.
IN_PROD = {
    "serviceAccount:copies-backups": {
        "onewriteBackupCopier on spanner_instance onewrite",
        "onewriteBackupCopier on spanner_instance onewrite-copies",
        "workflows.invoker on project onewrite-test",
    },
}
SPLITS = {"onewriteSplitter on spanner_database onewrite"}
#: With everything that is off by default: more rights, and members.
ON_DEMAND = {
    "serviceAccount:operate-views": SPLITS,
    PUBSUB: {
        "bigquery.dataEditor on bigquery_table events",
        "bigquery.metadataViewer on bigquery_table events",
        "pubsub.subscriber on pubsub_subscription events_to_bigquery",
    },
    "serviceAccount:pull-clubs": acts_as("pull_clubs"),
    "serviceAccount:pull-interests": acts_as("pull_interests"),
    "serviceAccount:pull-profiles": acts_as("pull_profiles"),
    "serviceAccount:tail-changes": acts_as("tail_changes") | publishes("events"),
    "serviceAccount:calls-by-schedule": invokes("pull-clubs", "pull-profiles", "tail-changes"),
    IAP: invokes("operate-views"),
    "user:ada@example.com": {"iap.httpsResourceAccessor on iap_web_backend_service console"},
    OPERATORS: acts_as("operate_views")
    | SPLITS
    | publishes("events", "rebuild_ranges")
    | {
        "pubsub.subscriber on pubsub_subscription events_dead_letter",
        "logging.viewer on project onewrite-test",
        "monitoring.viewer on project onewrite-test",
        "onewriteOperator on project onewrite-test",
    },
}
#: Each function and worker, where requests are traced.
TRACES = {"telemetry.tracesWriter on project onewrite-test"}
ADDED = ALWAYS | IN_PROD | {member: rights | ALWAYS.get(member, set()) for member, rights in ON_DEMAND.items()}
EVERYTHING = {member: rights | (TRACES if is_function(member) else set()) for member, rights in ADDED.items()}
#: A function owns the database, operators administer, a function publishes anywhere: each by the right that it gives.
MISTAKES = {
    "spanner.databaseAdmin on spanner_database onewrite": (
        "database_access.tf",
        "storeUser = google_project_iam_custom_role.store_user.id",
        'storeUser = "roles/spanner.databaseAdmin"',
    ),
    "spanner.admin on project onewrite-test": ("operators.tf", '"roles/logging.viewer"', '"roles/spanner.admin"'),
    "pubsub.publisher on pubsub_topic rebuild_ranges": (
        "iam.tf",
        "google_pubsub_topic.main[each.value[1]].name",
        '"rebuild_ranges"',
    ),
}
EDITOR = """
resource "google_project_iam_member" "editor" {
  project = var.project
  role    = "roles/editor"
  member  = google_service_account.function["answer_queries"].member
}
"""


def without_roles(rights: set[str]) -> set[str]:
    """The same where `fine_grained_access` is off."""
    rows = {"onewriteStoreUser on spanner_database onewrite"} if rights & acts_as("") else set()
    return rows | {right for right in rights if "spanner_database" not in right} | (rights & SPLITS)


ROWS_ONLY = {member: without_roles(rights) for member, rights in EVERYTHING.items()}
WITHOUT_ROLES = ("-var=fine_grained_access=false", *OPTIONS)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_account_has_these_rights_and_no_other(planned: dict[str, Plan], environment: str) -> None:
    assert rights_given(planned[environment]) == ALWAYS | (IN_PROD if environment == "prod" else {})
    assert other_ways(planned[environment]) == []


def test_whatever_is_switched_on_gets_these_rights_and_no_other(planned_with_options: Plan) -> None:
    assert rights_given(planned_with_options) == EVERYTHING
    assert other_ways(planned_with_options) == []


def test_without_fine_grained_access_everybody_uses_rows_and_nothing_else_differs(terraform: Terraform) -> None:
    assert rights_given(terraform.plan("prod", *WITHOUT_ROLES)) == ROWS_ONLY


def test_another_right_is_seen_whichever_file_gives_it(terraform: Terraform, tmp_path: Path) -> None:
    mistaken = terraform.edited(tmp_path / "mistaken", *MISTAKES.values())
    (mistaken.folder / "more.tf").write_text(EDITOR)
    rights = rights_given(mistaken.plan("prod", *WITHOUT_ROLES))
    beyond = {member: rights[member] - ROWS_ONLY[member] for member in rights}
    assert set().union(*beyond.values()) == {*MISTAKES, "editor on project onewrite-test"}
    assert beyond["serviceAccount:answer-queries"] == {
        "spanner.databaseAdmin on spanner_database onewrite",
        "editor on project onewrite-test",
    }
