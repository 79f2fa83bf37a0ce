from pathlib import Path

import pytest
from pydantic import ValidationError

from emulators.settings.topology import Topology
from tests.support.systems.toy_functions import HTTP, PUSHED, toys


def test_the_topology_of_this_repository_is_consistent() -> None:
    assert Topology.read().functions["accept_commands"].trigger == "http"


def test_a_subscription_that_pushes_to_an_unknown_function_is_refused() -> None:
    described = Topology.read().model_dump()
    described["subscriptions"]["project_profiles"]["push_to"] = "project_profile"
    with pytest.raises(ValidationError, match="named but not defined: project_profile"):
        Topology.model_validate(described)


def test_a_misspelt_key_is_refused() -> None:
    described = Topology.read().model_dump()
    described["subscriptions"]["project_profiles"]["ack_deadline"] = 60
    with pytest.raises(ValidationError, match="ack_deadline"):
        Topology.model_validate(described)


def test_a_function_without_code_is_left_out_with_its_subscription_and_its_schedule(tmp_path: Path) -> None:
    served = Topology.read().served_from(toys(tmp_path, answer_queries=HTTP, project_profiles=PUSHED))
    assert list(served.functions) == ["answer_queries", "project_profiles"]
    assert set(served.subscriptions) == {"project_profiles", "events_dead_letter"}
    assert served.schedules == {}
