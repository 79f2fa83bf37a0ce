"""Change streams of an emulator whose partitions live for one or two seconds."""

import os
from collections.abc import Iterator

import pytest

from emulators.google.discover import NotInstalled
from tests.support.change_streams.churning import churning_emulator
from tests.support.change_streams.things import Things
from tests.support.systems.emulators import unique


@pytest.fixture(scope="session")
def churning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The host of the emulator."""
    try:
        with churning_emulator(tmp_path_factory.mktemp("churning")) as host:
            yield host
    except NotInstalled as lacking:
        if os.environ.get("CI") == "true":
            pytest.fail(str(lacking))
        pytest.skip(str(lacking))


@pytest.fixture
def things(churning: str) -> Things:
    """A database of its own."""
    return Things(churning, unique("test"))
