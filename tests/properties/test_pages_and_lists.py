"""Pages put together are the sorted whole, whatever the index, its filters, limits and the size of the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cmp_to_key
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewrite.application.ports.reader import Between
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.domain.reading import Source, key_of
from onewrite.domain.views import Index, Key, Row
from tests.support.domains.sales import MOST_SOLD, SALES, SOLD, SPREAD, write
from tests.support.systems.sales import sales_in

#: A generation for each example, as an empty view.
GENERATIONS = count(1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "shop_id": st.sampled_from(["a", "A", "a~", "b", "é", "\U0001f375"]),
    "number": st.sampled_from([-(2**63), -1, 0, 1, 2**63 - 1]),
    "product": st.sampled_from(["", "tea", "teapot", "Tea", "é", "\uffff", "\U0001f375", "\0"]),
    "colour": st.sampled_from(["red", "blue"]),
    "price": st.sampled_from([Decimal(text) for text in ("-1.5", "0", "1E-9", "2", "10", "9" * 29)]),
    "sold_at": st.sampled_from([NOON + timedelta(microseconds=some) for some in (-1, 0, 1)]),
    "day": st.sampled_from([date(2026, 1, some) for some in (1, 2, 3)]),
    "is_gift": st.booleans(),
}
sales = st.fixed_dictionaries(
    {name: values if name in SALES.key else st.none() | values for name, values in VALUES.items()}
)
figures = {"sales": st.integers(1, 3), "takings": st.decimals(-9, 9, places=2)}
sold = st.fixed_dictionaries({"product": VALUES["product"], "shard": st.just(0), **figures})
spread = st.fixed_dictionaries(
    {"day": VALUES["day"], "is_gift": VALUES["is_gift"], "shard": st.integers(0, 3), **figures}
)
sizes = st.integers(1, 7)


@dataclass(frozen=True)
class Listing:
    """A list that is asked for: values of the first columns, and limits of the next."""

    source: Source
    index: Index
    equal: Key
    between: Between
    size: int


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    source, index = draw(st.sampled_from([(SALES, index) for index in SALES.indexes] + [(SOLD, MOST_SOLD)]))
    values = {**VALUES, **figures}
    columns = [values[column] for column in index.columns]
    equal = tuple(draw(column) for column in columns[: draw(st.integers(0, len(columns)))])
    limits = st.none() | columns[len(equal)] if len(equal) < len(columns) else st.none()
    return Listing(source, index, equal, Between(draw(limits), draw(limits)), draw(sizes))


def unique(rows: Sequence[Row], key: Sequence[str]) -> list[Row]:
    return [*{tuple(row[column] for column in key): row for row in rows}.values()]


def pages(read: Callable[[Key | None], Sequence[Row]], size: int, order: Sequence[str]) -> list[Row]:
    """Read page by page, as a client does with its tokens."""
    found, after = list[Row](), None
    while len(page := read(after)) > size:
        found += page[:size]
        after = tuple(page[size - 1][column] for column in order)
    return [*found, *page]


def listed(adapters: Adapters, generation: int, asked: Listing) -> list[Row]:
    order = [one.column for one in asked.index.whole_order(key_of(asked.source))[len(asked.equal) :]]
    with adapters.readers.open() as reader:
        return pages(
            lambda after: reader.by_index(
                generation,
                asked.source,
                asked.index,
                asked.equal,
                between=asked.between,
                after=after,
                limit=asked.size + 1,
            ),
            asked.size,
            order,
        )


def sorted_whole(rows: Sequence[Row], asked: Listing) -> list[Key]:
    """Return the keys that the list should have, by nothing but comparisons of values."""
    columns, key = asked.index.columns, key_of(asked.source)

    def compare(one: Row, other: Row) -> int:
        for part in asked.index.order:
            if one[part.column] != other[part.column]:
                return -1 if (one[part.column] < other[part.column]) is not part.is_descending else 1
        return -1 if [one[column] for column in key] < [other[column] for column in key] else 1

    def is_asked_for(row: Row) -> bool:
        values = [row[column] for column in columns]
        if None in values or values[: len(asked.equal)] != [*asked.equal]:
            return False
        limited = values[len(asked.equal)] if len(asked.equal) < len(values) else None
        start, before = asked.between.start, asked.between.before
        return (start is None or limited >= start) and (before is None or limited < before)

    wanted = sorted(filter(is_asked_for, rows), key=cmp_to_key(compare))
    return [tuple(row[column] for column in key) for row in wanted]


def paged(adapters: Adapters, generation: int, source: Source, prefix: Key, size: int) -> list[Row]:
    with adapters.readers.open() as reader:
        return pages(
            lambda after: reader.page(generation, source, prefix, after=after, limit=size + 1), size, key_of(source)
        )


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def stores(request: pytest.FixtureRequest) -> tuple[Adapters, int]:
    """A store, and for how many examples there is time."""
    return sales_in(request), 120 if request.param == "memory" else 20


def examples(stores: tuple[Adapters, int]) -> settings:
    return settings(max_examples=stores[1], suppress_health_check=[HealthCheck.too_slow])


def test_the_pages_of_a_list_are_the_sorted_whole(stores: tuple[Adapters, int]) -> None:
    @examples(stores)
    @given(rows=st.lists(sales, max_size=25), groups=st.lists(sold, max_size=8), asked=listings())
    def check(rows: list[Row], groups: list[Row], asked: Listing) -> None:
        generation = next(GENERATIONS)
        rows, groups = unique(rows, SALES.key), unique(groups, SOLD.by)
        write(stores[0], SALES, *rows, generation=generation)
        write(stores[0], SOLD.table, *groups, generation=generation)
        found = listed(stores[0], generation, asked)
        keys = [tuple(row[column] for column in key_of(asked.source)) for row in found]
        assert keys == sorted_whole(rows if asked.source is SALES else groups, asked)

    check()


def test_the_pages_of_a_view_are_the_sorted_whole(stores: tuple[Adapters, int]) -> None:
    @examples(stores)
    @given(rows=st.lists(sales, max_size=25), prefix=st.tuples() | st.tuples(VALUES["shop_id"]), size=sizes)
    def check(rows: list[Row], prefix: Key, size: int) -> None:
        generation, rows = next(GENERATIONS), unique(rows, SALES.key)
        write(stores[0], SALES, *rows, generation=generation)
        whole = sorted((row for row in rows if prefix in {(), (row["shop_id"],)}), key=SALES.key_of)
        assert paged(stores[0], generation, SALES, prefix, size) == whole

    check()


def test_the_pages_of_totals_are_the_groups_summed_over_their_shards(stores: tuple[Adapters, int]) -> None:
    @examples(stores)
    @given(rows=st.lists(spread, max_size=20), prefix=st.tuples() | st.tuples(VALUES["day"]), size=sizes)
    def check(rows: list[Row], prefix: Key, size: int) -> None:
        generation, rows = next(GENERATIONS), unique(rows, (*SPREAD.by, "shard"))
        write(stores[0], SPREAD.table, *rows, generation=generation)
        sums: dict[Key, int] = {}
        for row in rows:
            group = row["day"], row["is_gift"]
            sums[group] = sums.get(group, 0) + row["sales"]
        found = paged(stores[0], generation, SPREAD, prefix, size)
        expected = [(*group, sums[group]) for group in sorted(sums) if prefix in {(), group[:1]}]
        assert [(row["day"], row["is_gift"], row["sales"]) for row in found] == expected

    check()


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(sales, max_size=15))
def test_a_row_comes_out_of_every_way_to_read_it_as_the_same_row(rows: list[Row]) -> None:
    adapters, rows = memory_adapters(), unique(rows, SALES.key)
    write(adapters, SALES, *rows)
    with adapters.readers.open() as reader:
        by_key = reader.get_all(1, SALES, [SALES.key_of(row) for row in rows])
        assert sorted(by_key) == [SALES.key_of(row) for row in reader.page(1, SALES, limit=99)]
        for index in SALES.indexes:
            assert all(by_key[SALES.key_of(row)] == row for row in reader.by_index(1, SALES, index, limit=99))
