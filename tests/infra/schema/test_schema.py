from collections import Counter
from pathlib import Path

import pytest

from tests.infra.schema.schema_history import RELEASED, SCHEMA, as_released, in_order, released
from tests.infra.terraform.plans import ENVIRONMENTS, ROOT, Plan


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_terraform_applies_every_statement_in_the_order_of_the_numbers(
    planned: dict[str, Plan], environment: str
) -> None:
    ddl = planned[environment]["google_spanner_database.main"]["ddl"]
    assert ddl == [statement for _, statement in in_order(ROOT)]


def test_terraform_refuses_a_plan_that_would_replace_the_database() -> None:
    (database,) = (ROOT / "infra" / "schema.tf").read_text().split('resource "google_spanner_database"')[1:]
    assert "prevent_destroy = true" in database


def test_no_two_files_have_the_same_number() -> None:
    numbers = Counter(file.name.split("_")[0] for file in (ROOT / SCHEMA).rglob("*.sql"))
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
    assert [number for number, files in numbers.items() if files > 1] == []


def test_every_statement_is_listed_and_none_was_edited_moved_or_taken_out() -> None:
    """A new statement is a new line at the end of the list. A line that differs is a database that was replaced."""
    now, known = as_released(in_order(ROOT)), released(ROOT)
    assert now[: len(known)] == known
    assert now[len(known) :] == [], "\n".join((f"add to {RELEASED}:", *now[len(known) :]))


def test_the_tables_of_consumer_groups_are_those_that_the_reader_brings_along() -> None:
    """It stands alone, so it has a file of its own; Terraform and the local run read only those of infra/schema."""
    brought_along = ROOT / "shared" / "spanner_changes" / "state" / "schema.sql"
    assert (ROOT / SCHEMA / "0011_change_groups.sql").read_text() == brought_along.read_text()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One table and one role, both released."""
    (tmp_path / SCHEMA / "production").mkdir(parents=True)
    table(tmp_path).write_text("-- Heads.\nCREATE TABLE streams (id INT64) PRIMARY KEY (id);\n")
    (tmp_path / SCHEMA / "production" / "0002_roles.sql").write_text("CREATE ROLE reader;\n")
    (tmp_path / RELEASED).write_text("\n".join(as_released(in_order(tmp_path))) + "\n")
    return tmp_path


def table(repository: Path) -> Path:
    return repository / SCHEMA / "0001_streams.sql"


def test_comments_and_layout_may_change(repository: Path) -> None:
    table(repository).write_text("-- Another comment.\nCREATE TABLE streams\n  (id INT64) PRIMARY KEY (id);\n")
    assert as_released(in_order(repository)) == released(repository)


def test_an_edited_statement_is_seen(repository: Path) -> None:
    table(repository).write_text(table(repository).read_text().replace("INT64", "STRING(36)"))
    now, known = as_released(in_order(repository)), released(repository)
    assert (now[0] != known[0], now[1:]) == (True, known[1:])


def test_a_statement_in_front_of_another_is_seen(repository: Path) -> None:
    (repository / SCHEMA / "0000_first.sql").write_text("CREATE ROLE first;\n")
    now, known = as_released(in_order(repository)), released(repository)
    assert now[: len(known)] != known


def test_a_statement_at_the_end_is_a_line_at_the_end(repository: Path) -> None:
    (repository / SCHEMA / "0003_more.sql").write_text("ALTER TABLE streams ADD COLUMN more INT64;\n")
    assert as_released(in_order(repository))[:-1] == released(repository)
