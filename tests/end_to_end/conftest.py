"""Systems are started often here, so their processes start warm."""

import pytest


@pytest.fixture(autouse=True)
def systems_start_warm(warm_processes: None) -> None:
    pass
