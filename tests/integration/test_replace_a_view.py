"""A renamed table, a changed key, a renamed projection: the steps of shared/replace_a_view.md, taken under traffic."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from accounts.account.commands import Rename
from emulators.google.connect import connect
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.checks.statements import schema
from tests.infra.schema.test_migrations import migrate
from tests.support.checks.traces import NO_TRACES, traces
from tests.support.data.rebuilds import build_generation
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import ADA
from tests.support.domains.replaced import Kept, release
from tests.support.systems.adapters import on_spanner
from tests.support.systems.emulators import drop
from tests.support.systems.rollout import Rollout

#: Applies statements to the database; in memory there are none.
Migrate = Callable[[Sequence[str]], None]
OLD = Kept("names", "names", cannot_take="Mallory")
NEW = {
    "a renamed table": Kept("people", "people"),
    "a changed key": Kept("names_by_user", "names_by_user", key="user_id"),
    "a renamed projection": Kept("nicknames", "nicknames"),
}


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[tuple[Adapters, Migrate]]:
    """One with the table of the old view, and without a search index: see emulators/README.md."""
    if request.param == "memory":
        yield memory_adapters(), lambda statements: None
        return
    place = request.getfixturevalue("spanner_place")
    provision_spanner(place, [*(one for one in schema() if "SEARCH INDEX" not in one), OLD.ddl])
    database = connect(place)
    yield on_spanner(place), lambda statements: migrate(database, statements)
    drop(database)


@pytest.fixture
def rollout(database: tuple[Adapters, Migrate]) -> Rollout:
    """The old release, whose view has a past: two generations, and a stream that is parked in both."""
    rollout = Rollout(database[0], release(OLD))
    operate = rollout.now.operate
    build_generation(rollout.now, "names")
    operate.verify("names")
    operate.switch.switch("names", ADA)
    rollout.go_on()
    mallory = an_account(rollout.now, key="mallory")
    rollout.now.follow_stream(("names",), mallory, accept(rollout.now, mallory, Rename(name="Mallory")).version)
    assert len(list(operate.release.parked())) == 2
    return rollout


@pytest.mark.parametrize(
    ("database", "what"),
    [*(("memory", what) for what in NEW), pytest.param("spanner", "a changed key", marks=pytest.mark.emulator)],
    indirect=["database"],
)
def test_the_new_view_takes_the_place_of_the_old_one(
    database: tuple[Adapters, Migrate], rollout: Rollout, what: str
) -> None:
    (adapters, migrate), new = database, NEW[what]
    # 1. Beside the old view
    migrate([new.ddl])
    rollout.deploy(release(OLD, new, asked=OLD))
    # 2. Rebuild it, verify it, switch to it
    operate = rollout.now.operate
    build_generation(rollout.now, new.projection)
    rollout.go_on()
    assert operate.verify(new.projection, ADA).differences == 0
    operate.switch.switch(new.projection, ADA)
    rollout.go_on()
    # 3. Move the queries, which can still go back
    for asked in (new, OLD, new):
        rollout.deploy(release(OLD, new, asked=asked))
    # 4. Without the old view
    rollout.deploy(release(new))
    operate = rollout.now.operate
    assert operate.status.full().left_over == ["names"]
    rollout.deploy(release(new))
    operate.remove("names", ADA)
    rollout.go_on()
    assert operate.status.full().left_over == []
    assert traces(adapters, "names", OLD.table) == NO_TRACES
    # 5. Drop what is empty
    migrate(["DROP TABLE names"])
    rollout.go_on()
    verdict = operate.verify(new.projection)
    assert (verdict.differences, verdict.streams) == (0, len(adapters.store.read_heads()))
    assert verdict.rows == verdict.streams * len(verdict.generations)
