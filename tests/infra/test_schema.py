from collections import Counter
from pathlib import Path

import pytest

from tests.infra.schema_history import SCHEMA, git, schema_now, schema_released
from tests.infra.terraform import ENVIRONMENTS, ROOT, Plan


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_terraform_applies_every_statement_in_the_order_of_the_numbers(
    planned: dict[str, Plan], environment: str
) -> None:
    assert planned[environment]["google_spanner_database.main"]["ddl"] == schema_now(ROOT)


def test_terraform_refuses_a_plan_that_would_replace_the_database() -> None:
    (database,) = (ROOT / "infra" / "schema.tf").read_text().split('resource "google_spanner_database"')[1:]
    assert "prevent_destroy = true" in database


def test_no_two_files_have_the_same_number() -> None:
    numbers = Counter(file.name.split("_")[0] for file in (ROOT / SCHEMA).rglob("*.sql"))
    assert all(len(number) == 4 and number.isdigit() for number in numbers)
    assert [number for number, files in numbers.items() if files > 1] == []


def test_no_released_statement_was_edited_or_has_one_before_it() -> None:
    released = schema_released(ROOT)
    assert schema_now(ROOT)[: len(released)] == released


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one release of one table."""
    folder = tmp_path / SCHEMA
    (folder / "production").mkdir(parents=True)
    (folder / "0001_streams.sql").write_text("-- Heads.\nCREATE TABLE streams (id INT64) PRIMARY KEY (id);\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    someone = ("-c", "user.name=someone", "-c", "user.email=someone@example.com")
    git(tmp_path, *someone, "commit", "--quiet", "--message=First")
    git(tmp_path, *someone, "tag", "--annotate", "v1.0.0", "--message=First")
    return tmp_path


def test_a_release_is_compared_statement_by_statement(repository: Path) -> None:
    before = schema_released(repository)
    file = repository / SCHEMA / "0001_streams.sql"
    file.write_text("-- Another comment.\nCREATE TABLE streams\n  (id INT64) PRIMARY KEY (id);\n")
    (repository / SCHEMA / "production" / "0002_roles.sql").write_text("CREATE ROLE reader;\n")
    assert before == ["CREATE TABLE streams (id INT64) PRIMARY KEY (id)"]
    assert schema_now(repository) == [*before, "CREATE ROLE reader"]


def test_an_edited_statement_is_seen(repository: Path) -> None:
    file = repository / SCHEMA / "0001_streams.sql"
    file.write_text(file.read_text().replace("INT64", "STRING(36)"))
    assert schema_now(repository)[:1] != schema_released(repository)
