"""Change streams of emulators of their own: the flag that makes partitions live longer or shorter is for all of one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulators.google.discover import NotInstalled
from tests.support.change_streams.churning import churning_emulator
from tests.support.change_streams.things import Things
from tests.support.systems.emulators import unique


@pytest.fixture(scope="session")
def churning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The host of an emulator whose partitions live for one or two seconds."""
    yield from _emulator(tmp_path_factory.mktemp("churning"), alive_seconds=1)


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The host of an emulator whose partitions live on while a test looks."""
    yield from _emulator(tmp_path_factory.mktemp("calm"), alive_seconds=3600)


def _emulator(folder: Path, alive_seconds: int) -> Iterator[str]:
    try:
        with churning_emulator(folder, alive_seconds) as host:
            yield host
    except NotInstalled as lacking:
        if os.environ.get("CI") == "true":
            pytest.fail(str(lacking))
        pytest.skip(str(lacking))


@pytest.fixture
def things(churning: str) -> Things:
    """A database of its own."""
    return Things(churning, unique("test"))


@pytest.fixture(params=["churning", "calm"])
def things_of_both(request: pytest.FixtureRequest) -> Things:
    """A database of its own, on each of them."""
    return Things(request.getfixturevalue(request.param), unique("test"))
