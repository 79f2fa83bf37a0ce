"""The DDL of a projection is written from its declarations, and is what the repository's own schema says."""

from collections.abc import Sequence

import pytest

from accounts import ACCOUNTS
from onewrite.checks.ddl import statements_for
from onewrite.checks.schema import misfits
from onewrite.checks.statements import schema
from onewrite.domain.projection import Projection
from tests.support.domains.lines import Lines


def test_tables_indexes_texts_and_totals_are_written_as_they_are_declared() -> None:
    assert list(statements_for(Lines())) == [
        """CREATE TABLE lines (
  generation INT64 NOT NULL,
  order_id STRING(128) NOT NULL,
  note STRING(80) NOT NULL,
  product_id STRING(MAX),
  quantity INT64,
  price NUMERIC,
  weight FLOAT64,
  is_paid BOOL,
  placed_at TIMESTAMP,
  due DATE,
  details JSON,
  tags ARRAY<STRING(MAX)>,
  note_tokens TOKENLIST AS (TOKENIZE_FULLTEXT(note)) HIDDEN,
) PRIMARY KEY (generation, order_id, note)""",
        "CREATE SEARCH INDEX lines_by_text ON lines(note_tokens) PARTITION BY generation",
        "CREATE INDEX lines_by_product_id_placed_at_desc ON lines(generation, product_id, placed_at DESC)",
        "CREATE INDEX lines_by_due ON lines(generation, due)",
        """CREATE TABLE sold (
  generation INT64 NOT NULL,
  product_id STRING(MAX) NOT NULL,
  shard INT64 NOT NULL,
  orders INT64,
  quantity INT64,
) PRIMARY KEY (generation, product_id, shard)""",
        "CREATE INDEX sold_by_quantity_desc ON sold(generation, quantity DESC)",
    ]


@pytest.mark.parametrize("projection", ACCOUNTS.projections, ids=lambda projection: projection.name)
def test_the_schema_of_this_repository_has_all_that_the_sample_needs(projection: Projection) -> None:
    assert list(misfits(needs(projection), schema())) == []


def test_what_is_written_is_what_is_needed() -> None:
    assert list(misfits(needs(Lines()), statements_for(Lines()))) == []


def needs(projection: Projection) -> dict[str, Sequence[str]]:
    return {projection.name: list(statements_for(projection))}
