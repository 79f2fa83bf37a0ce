"""Each difference between what a projection needs and what the schema creates is told, with what mends it."""

import pytest

from onewrite.checks.ddl import statements_for
from onewrite.checks.schema import Misfit, misfits
from tests.support.domains.lines import Lines

NEEDED = {"lines": list(statements_for(Lines()))}
SCHEMA = ";\n".join(NEEDED["lines"])
DUE = "CREATE INDEX lines_by_due ON lines(generation, due)"
SEARCH = "CREATE SEARCH INDEX lines_by_text ON lines(note_tokens) PARTITION BY generation"


def found(schema: str) -> list[Misfit]:
    return list(misfits(NEEDED, schema.split(";\n")))


def edited(*edits: tuple[str, str]) -> str:
    """Return the schema that fits, with some of it replaced."""
    schema = SCHEMA
    for right, wrong in edits:
        assert right in schema
        schema = schema.replace(right, wrong)
    return schema


def test_a_table_that_nothing_creates_is_told_with_its_statement() -> None:
    misfit, _ = found(edited(("CREATE TABLE sold", "CREATE TABLE sole"), (" ON sold", " ON sole")))[:2]
    assert misfit.told == (
        "infra/schema: the projection lines writes to the table sold, which no file creates: add what `onewrite "
        "schema` prints, or mend the name"
    )
    assert misfit.adds == NEEDED["lines"][4]


def test_without_any_file_everything_is_to_be_added_in_the_order_in_which_it_can_be() -> None:
    assert sorted(str(misfit.adds) for misfit in found("")) == sorted(NEEDED["lines"])
    added = [str(misfit.adds) for misfit in found("")]
    assert added.index(DUE) > added.index(NEEDED["lines"][0])


@pytest.mark.parametrize(
    ("right", "wrong", "told", "adds"),
    [
        (
            "  quantity INT64,\n  price",
            "  price",
            "lines lacks the column quantity, which lines writes: add ALTER TABLE lines ADD COLUMN quantity INT64",
            "ALTER TABLE lines ADD COLUMN quantity INT64",
        ),
        (
            "  note_tokens TOKENLIST AS (TOKENIZE_FULLTEXT(note)) HIDDEN,\n",
            "",
            (
                "lines lacks the column note_tokens, which lines writes: add ALTER TABLE lines ADD COLUMN note_tokens "
                "TOKENLIST AS (TOKENIZE_FULLTEXT(note)) HIDDEN"
            ),
            "ALTER TABLE lines ADD COLUMN note_tokens TOKENLIST AS (TOKENIZE_FULLTEXT(note)) HIDDEN",
        ),
        (
            "price NUMERIC",
            "price FLOAT64",
            "lines.price is FLOAT64, and the row of lines needs NUMERIC: mend the type there, or in the row",
            None,
        ),
        (
            "tags ARRAY<STRING(MAX)>",
            "tags ARRAY<INT64>",
            (
                "lines.tags is ARRAY<INT64>, and the row of lines needs ARRAY<STRING(MAX)>: mend the type there, or in "
                "the row"
            ),
            None,
        ),
        (
            "note STRING(80)",
            "note STRING(40)",
            "lines.note is STRING(40), and the row of lines needs STRING(80): mend the type there, or in the row",
            None,
        ),
        (
            "due DATE",
            "due DATE NOT NULL",
            (
                "lines.due is NOT NULL and not in the key, but an event writes only what it changes: take NOT NULL "
                "out, as in ALTER TABLE lines ALTER COLUMN due DATE"
            ),
            None,
        ),
        (
            "due DATE",
            "due DATE, added_by_hand STRING(9) NOT NULL",
            (
                "lines.added_by_hand is NOT NULL and not in the key, but an event writes only what it changes: take "
                "NOT NULL out, as in ALTER TABLE lines ALTER COLUMN added_by_hand STRING(9)"
            ),
            None,
        ),
        (
            "PRIMARY KEY (generation, order_id, note)",
            "PRIMARY KEY (order_id, note)",
            (
                "the key of lines is (order_id, note), and lines needs (generation, order_id, note): create a table of "
                "another name, as shared/replace_a_view.md says"
            ),
            None,
        ),
        (
            "PRIMARY KEY (generation, order_id, note)",
            "PRIMARY KEY (generation, order_id, note DESC)",
            (
                "the key of lines is (generation, order_id, note DESC), and lines needs (generation, order_id, note): "
                "create a table of another name, as shared/replace_a_view.md says"
            ),
            None,
        ),
        (DUE, "CREATE INDEX by_due ON lines(generation, due)", f"lines lacks the index lines_by_due: add {DUE}", DUE),
        (
            "(generation, due)",
            "(due)",
            (
                "the index lines_by_due is on lines(due), and the table of lines declares lines(generation, due): add "
                f"DROP INDEX lines_by_due; {DUE}"
            ),
            None,
        ),
        (
            DUE,
            DUE.replace("INDEX", "UNIQUE INDEX"),
            (
                "the index lines_by_due is on UNIQUE lines(generation, due), and the table of lines declares "
                f"lines(generation, due): add DROP INDEX lines_by_due; {DUE}"
            ),
            None,
        ),
        (
            "placed_at DESC",
            "placed_at",
            (
                "the index lines_by_product_id_placed_at_desc is on lines(generation, product_id, placed_at), and the "
                "table of lines declares lines(generation, product_id, placed_at DESC): add DROP INDEX "
                "lines_by_product_id_placed_at_desc; CREATE INDEX lines_by_product_id_placed_at_desc ON lines("
                "generation, product_id, placed_at DESC)"
            ),
            None,
        ),
        (" PARTITION BY generation", "", f"lines lacks a search index on note_tokens: add {SEARCH}", SEARCH),
    ],
)
def test_a_difference_is_told_with_what_to_do(right: str, wrong: str, told: str, adds: str | None) -> None:
    assert found(edited((right, wrong))) == [Misfit(f"infra/schema: {told}", adds)]


@pytest.mark.parametrize(
    ("right", "free"),
    [
        ("note STRING(80)", "note STRING(200)"),
        ("note STRING(80)", "note STRING(MAX)"),
        ("product_id STRING(MAX),", "product_id STRING(36),"),
        ("tags ARRAY<STRING(MAX)>", "tags ARRAY<STRING(20)>"),
        ("due DATE", "due DATE, added_by_hand INT64"),
        ("due DATE", "due DATE, added_by_hand INT64 NOT NULL DEFAULT (1)"),
        ("due DATE", "due DATE, year INT64 NOT NULL AS (EXTRACT(YEAR FROM due)) STORED"),
        ("lines_by_text", "found_by_words"),
        (DUE, f"{DUE} STORING (price)"),
        ("due DATE,", "`due` DATE,\n  CONSTRAINT positive CHECK (quantity > 0),"),
    ],
)
def test_what_makes_no_difference_to_the_projection_is_free(right: str, free: str) -> None:
    assert found(edited((right, free))) == []


def test_several_differences_are_told_together() -> None:
    assert len(found(edited(("due DATE", "due INT64"), ("price NUMERIC", "price STRING(9)"), (DUE, "")))) == 3
