import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.generations import Generations, GenerationStore
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.bootstrap import memory_adapters
from onewrite.errors import Unavailable
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> GenerationStore:
    """Both views of the sample have begun."""
    store = memory_adapters().generations
    for projection in ACCOUNTS.projections:
        store.begin(projection.name, projection.table_keys)
    return store


def checked(store: GenerationStore) -> CheckedGenerations:
    return CheckedGenerations(ACCOUNTS, store)


def known_of(store: GenerationStore, clock: Clock, reads: list[str] | None = None) -> KnownGenerations:
    def read(projection: str) -> Generations:
        if reads is not None:
            reads.append(projection)
        return store.read(projection)

    return KnownGenerations(checked(on_top_of(store, read=read)), clock.seconds, 5)


def register(store: GenerationStore) -> None:
    store.change("profiles", lambda known: known.with_new_building())


def test_an_answer_is_used_for_a_while_and_then_asked_for_again(store: GenerationStore, clock: Clock) -> None:
    reads: list[str] = []
    known = known_of(store, clock, reads)
    for seconds in (0, 2, 2, 2, 2, 3):
        clock.let_pass(seconds)
        known("profiles")
    assert len(reads) == 3


def test_a_projection_that_is_asked_for_begins() -> None:
    store = memory_adapters().generations
    known = known_of(store, Clock())("profiles")
    assert known.has_begun
    assert store.read("profiles") == known


def test_each_projection_is_asked_for_on_its_own(store: GenerationStore, clock: Clock) -> None:
    reads: list[str] = []
    known = known_of(store, clock, reads)
    for name in ("profiles", "interests", "profiles"):
        known(name)
    assert reads == ["profiles", "interests"]


def test_a_new_generation_is_known_to_everyone_after_that_while(store: GenerationStore, clock: Clock) -> None:
    known = known_of(store, clock)
    assert known("profiles").kept == (1,)
    register(store)
    clock.let_pass(5)
    assert known("profiles").kept == (1, 2)


def test_an_answer_that_took_long_is_not_held_to_be_younger_than_it_is(store: GenerationStore, clock: Clock) -> None:
    """It may have been true only at the beginning of the read."""

    def read_slowly(projection: str) -> Generations:
        answer = store.read(projection)
        clock.let_pass(4)
        return answer

    known = KnownGenerations(checked(on_top_of(store, read=read_slowly)), clock.seconds, 5)
    known("profiles")
    register(store)
    clock.let_pass(1)
    assert known("profiles").kept == (1, 2)


def test_a_read_that_fails_is_not_an_answer(store: GenerationStore, clock: Clock) -> None:
    def fail(projection: str) -> Generations:
        raise Unavailable("no answer")

    known = KnownGenerations(checked(on_top_of(store, read=fail)), clock.seconds, 5)
    for _ in range(2):
        with pytest.raises(Unavailable):
            known("profiles")
