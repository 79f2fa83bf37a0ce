"""Code serves a view only in the tables with which it began, and begins no view in the place of another."""

from collections.abc import Callable
from typing import Any

import pytest

from onewrite.application.ports.generations import Generations
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.bootstrap import Adapters
from onewrite.domain.model import Domain
from onewrite.domain.views import TableKeys
from onewrite.errors import TablesDiffer, UnknownProjection, ViewLeftOver, ViewNotServed, ViewRemoved
from tests.support.domains.plural import PLURAL
from tests.support.domains.replaced import NAMES, Kept, release
from tests.support.faults.ports import on_top_of

RENAMED = Kept("names", "people")
REKEYED = Kept("names", "names", key="user_id")
WAYS = [
    CheckedGenerations.read,
    CheckedGenerations.begin,
    lambda checked, name: checked.change(name, lambda known: known.with_new_building()),
]
every_way = pytest.mark.parametrize("ask", WAYS, ids=["read", "begin", "change"])
Ask = Callable[[CheckedGenerations, str], Generations]


def checked(adapters: Adapters, code: Domain) -> CheckedGenerations:
    return CheckedGenerations(code, adapters.generations)


@pytest.fixture
def names(adapters: Adapters) -> CheckedGenerations:
    """The view has begun."""
    names = checked(adapters, release(NAMES))
    names.begin("names")
    return names


def test_a_view_begins_with_the_tables_that_the_code_declares(adapters: Adapters) -> None:
    names = checked(adapters, release(NAMES))
    assert names.read("names") == Generations(), "who only looks changes nothing"
    assert adapters.generations.read_all() == {}
    assert names.begin("names") == Generations(tables={"names": ("account_id",)})
    assert names.begin("names") == names.read("names") == adapters.generations.read_all()["names"]


def test_a_change_lets_it_begin_too(adapters: Adapters) -> None:
    changed = checked(adapters, release(NAMES)).change("names", lambda known: known.with_new_building())
    assert (changed.kept, changed.tables) == ((1, 2), {"names": ("account_id",)})


@every_way
@pytest.mark.parametrize(
    ("view", "told"),
    [
        (RENAMED, "names keeps its rows in names(account_id), and this code declares people(account_id): "),
        (REKEYED, "names keeps its rows in names(account_id), and this code declares names(user_id): "),
    ],
)
def test_a_table_with_another_name_or_key_is_told(
    adapters: Adapters, names: CheckedGenerations, ask: Ask, view: Kept, told: str
) -> None:
    before = names.read("names")
    with pytest.raises(TablesDiffer) as refused:
        ask(checked(adapters, release(view)), "names")
    assert refused.value.message.startswith(told)
    assert names.read("names") == before, "the code of before goes on"


@every_way
def test_a_view_begins_in_the_place_of_none_that_the_code_no_longer_declares(
    adapters: Adapters, names: CheckedGenerations, ask: Ask
) -> None:
    for view in (Kept("nicknames", "names"), Kept("nicknames", "nicknames")):
        with pytest.raises(ViewLeftOver, match="nicknames can't begin while the database has names, which"):
            ask(checked(adapters, release(view)), "nicknames")
    assert adapters.generations.read_all().keys() == {"names"}


def test_one_that_has_begun_goes_on_beside_what_is_left_over(adapters: Adapters, names: CheckedGenerations) -> None:
    both, one = release(NAMES, Kept("nicknames", "nicknames")), release(Kept("nicknames", "nicknames"))
    begun = checked(adapters, both).begin("nicknames")
    assert checked(adapters, one).begin("nicknames") == begun
    assert checked(adapters, one).left_over() == ["names"]
    assert checked(adapters, both).left_over() == []


@every_way
def test_all_that_does_not_fit_is_told(adapters: Adapters, ask: Ask) -> None:
    for name in ("zebras", "both", "names"):
        adapters.generations.begin(name, {"z": ("b", "a"), "a": ("c",)})
    plural = checked(adapters, PLURAL)
    declared = r"interests\(account_id, interest\), profiles\(account_id\)"
    with pytest.raises(TablesDiffer, match=rf"in a\(c\), z\(b, a\), and this code declares {declared}: "):
        ask(plural, "both")
    with pytest.raises(ViewLeftOver, match="idle can't begin while the database has names, zebras, which"):
        ask(plural, "idle")
    assert plural.left_over() == ["names", "zebras"]


@every_way
def test_one_that_was_removed_is_told_until_a_rebuild_lets_it_begin_again(
    adapters: Adapters, names: CheckedGenerations, ask: Ask
) -> None:
    adapters.generations.change("names", lambda known: known.with_new_building().removed())
    with pytest.raises(ViewRemoved, match="`onewrite rebuild names` lets it begin again"):
        ask(names, "names")
    assert checked(adapters, release(Kept("nicknames", "nicknames"))).left_over() == []
    names.begin_again("names")
    assert names.read("names") == Generations(3, last=3, kept=(3,), tables={"names": ("account_id",)})
    names.begin_again("names")
    assert names.read("names").kept == (3,), "only what was removed begins again"


@pytest.mark.parametrize("ask", WAYS[1:], ids=["begin", "change"])
def test_what_another_release_begins_meanwhile_is_noticed(adapters: Adapters, ask: Ask) -> None:
    def begin(name: str, tables: TableKeys) -> Generations:
        checked(adapters, release(RENAMED)).begin(name)
        return adapters.generations.begin(name, tables)

    late = CheckedGenerations(release(NAMES), on_top_of(adapters.generations, begin=begin))
    with pytest.raises(TablesDiffer):
        ask(late, "names")
    assert adapters.generations.read("names").kept == (1,)


def test_what_is_removed_meanwhile_is_not_changed(adapters: Adapters, names: CheckedGenerations) -> None:
    def change(name: str, *what: Any) -> Generations:
        adapters.generations.change(name, Generations.removed)
        return adapters.generations.change(name, *what)

    late = CheckedGenerations(names.domain, on_top_of(adapters.generations, change=change))
    with pytest.raises(ViewRemoved):
        late.change("names", Generations.with_new_building)
    assert adapters.generations.read("names").is_removed


def test_of_two_who_let_a_view_begin_again_only_the_first_is_obeyed(
    adapters: Adapters, names: CheckedGenerations
) -> None:
    adapters.generations.change("names", Generations.removed)

    def change(name: str, *what: Any) -> Generations:
        names.begin_again(name)
        return adapters.generations.change(name, *what)

    CheckedGenerations(names.domain, on_top_of(adapters.generations, change=change)).begin_again("names")
    assert names.read("names").kept == (2,)


@every_way
def test_a_projection_that_nobody_declared_is_told(adapters: Adapters, ask: Ask) -> None:
    with pytest.raises(UnknownProjection):
        ask(checked(adapters, release(NAMES)), "nicknames")


def test_all_of_these_are_one_kind_of_error() -> None:
    assert all(issubclass(kind, ViewNotServed) for kind in (TablesDiffer, ViewLeftOver, ViewRemoved))
