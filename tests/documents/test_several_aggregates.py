"""What the page on several aggregates shows is cut from the files of the shop, and what it says of them is so."""

import json
import re
from pathlib import Path

import pytest

from emulators.paths import ROOT
from onewrite.checks.ddl import statements_for
from onewrite.checks.statements import statements
from shop import SHOP
from tests.documents.pages import Page
from tests.support.domains.shop_repository import SHOP_FILES

PAGE = Page("shared/several_aggregates.md")
PLACE = re.compile(r"(?:--|#) (\S+/\S+)\n(.*)", re.DOTALL)
SHOWN = [PLACE.fullmatch(block).groups() for language in ("python", "sql") for block in PAGE.blocks(language)]  # type: ignore[union-attr]


def place_of(name: str) -> Path:
    return next(root / name for root in (SHOP_FILES / "shared", SHOP_FILES, ROOT) if (root / name).exists())


@pytest.mark.parametrize(("name", "block"), SHOWN)
def test_what_is_shown_is_cut_from_the_file(name: str, block: str) -> None:
    file, behind = place_of(name).read_text(), 0
    for piece in block.split("…\n"):
        found = file.find(piece, behind)
        assert found >= 0, piece
        behind = found + len(piece)


def test_the_subscription_is_that_of_the_shop() -> None:
    [block] = PAGE.blocks("json")
    subscriptions = json.loads((SHOP_FILES / "infra" / "topology.json").read_text())["subscriptions"]
    assert subscriptions == {**subscriptions, **json.loads(block)}


def test_every_query_that_the_page_names_is_declared() -> None:
    declared = {(type(query).__name__, query.path) for query in SHOP.queries}
    named = set(re.findall(r'(\w+Query)\("(/[^"]*)"', PAGE.text))
    assert len(named) >= 5
    assert named <= declared


def test_the_tables_of_the_shop_are_what_onewrite_schema_prints() -> None:
    files = sorted((SHOP_FILES / "infra" / "schema").glob("*.sql"))
    written = [statement for file in files for statement in statements(file.read_text())]
    assert written == [statement for projection in SHOP.projections for statement in statements_for(projection)]
