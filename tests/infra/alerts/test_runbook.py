"""Who is called at night is one of the `operators`: that has to be enough to type what the runbook says."""

import re

from tests.infra.access.rights_given import rights_given
from tests.infra.terraform.plans import INFRA, OPERATORS, Plan

RUNBOOK = (INFRA / "runbook.md").read_text()
#: What `onewrite dead-letters`, `redrive` and `discard` need.
DEAD_LETTERS = "pubsub.subscriber on pubsub_subscription events_dead_letter"
#: The right that each of its commands needs. One's own credentials need none.
RIGHTS = {
    "run services describe": "run.services.get",
    "scheduler jobs describe": "cloudscheduler.jobs.get",
    "scheduler jobs pause": "cloudscheduler.jobs.pause",
    "scheduler jobs resume": "cloudscheduler.jobs.enable",
    "scheduler jobs run": "cloudscheduler.jobs.run",
}
CHARGED_TO_THE_PROJECT = "serviceusage.services.use"
OF_ONES_OWN = {"auth application-default login"}
BY_DEPLOYERS = {"run services remove-iam-policy-binding", "run services update", "workflows executions list"}


def commands(text: str) -> set[str]:
    return set(re.findall(r"gcloud (\S+ \S+ [\w-]+)", text))


def test_operators_have_the_right_to_everything_that_they_are_told_to_type_and_to_no_more(
    planned_with_options: Plan,
) -> None:
    assert RIGHTS.keys() == commands(RUNBOOK) - OF_ONES_OWN - BY_DEPLOYERS
    assert DEAD_LETTERS in rights_given(planned_with_options)[OPERATORS]
    custom = planned_with_options["google_project_iam_custom_role.operator"]["permissions"]
    assert {*custom} == {*RIGHTS.values(), CHARGED_TO_THE_PROJECT}


def test_what_only_a_deployer_may_do_is_said_so() -> None:
    for part in re.split(r"^(?=\*\*|## )", RUNBOOK, flags=re.MULTILINE):
        if commands(part) & BY_DEPLOYERS or re.search(r"terraform (plan|apply)|`sizes`", part):
            assert "deployer" in part, part
