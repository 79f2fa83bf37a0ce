"""kill -9 at the worst moment: the commit is there, the bus has not been heard of, nobody was told anything."""

from pathlib import Path

from emulators.google.start import Emulators
from tests.support.dual_write.compare import compare


def test_the_same_kills_between_commit_and_publish_lose_events_the_old_way_and_none_here(
    emulators: Emulators, tmp_path: Path
) -> None:
    compared = compare(emulators, tmp_path, commands=9)
    print(compared)
    assert compared.kills == 3
    assert compared.missed_by_the_old_way == 3
    assert compared.missed_by_onewrite == 0
