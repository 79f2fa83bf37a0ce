"""A copy of this repository that serves the shop: what is in `shop` is laid over it, in place of the sample's views."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from accounts import ACCOUNTS
from emulators.paths import ROOT
from onewrite.checks.statements import statements

SHOP_FILES = Path(__file__).parent / "shop"
PACKAGES = ("functions", "infra", "shared", "emulators")
ROLES = Path("infra", "schema", "production", "2001_database_roles.sql")
TOPOLOGY = Path("infra", "topology.json")
NAMED = "ONEWRITE_DOMAIN=shop:SHOP"
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".terraform*", "topology.json")
#: The functions of the sample's views, which are roles too.
THEIRS = {f"{kind}_{projection.name}" for kind in ("project", "pull") for projection in ACCOUNTS.projections}


def bring_shop(repository: Path) -> None:
    """Copy what is deployed, take the sample's views out, and lay the shop's files over it."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, repository / name, ignore=NOT_COPIED)
    for name in THEIRS:
        shutil.rmtree(repository / "functions" / name)
    for file in (repository / "infra" / "schema").glob("1*.sql"):
        file.unlink()
    (repository / ROLES).write_text(without_their_roles((repository / ROLES).read_text()))
    shutil.copytree(SHOP_FILES, repository, dirs_exist_ok=True, ignore=NOT_COPIED)
    (repository / TOPOLOGY).write_text(json.dumps(topology()))
    variables = repository / "emulators" / "emulators.env"
    variables.write_text(re.sub(r"ONEWRITE_DOMAIN=.*", NAMED, variables.read_text()))


def schema_of_the_shop() -> list[str]:
    """Return the statements that make its database: the library's, then its own."""
    return [
        statement
        for root, files in ((ROOT, "0*.sql"), (SHOP_FILES, "1*.sql"))
        for file in sorted((root / "infra" / "schema").glob(files))
        for statement in statements(file.read_text())
    ]


def without_their_roles(sql: str) -> str:
    """Return the statements that create no role of theirs, and grant none."""
    kept = (part for part in sql.split("\n\n") if not THEIRS & set(re.findall(r"CREATE ROLE (\w+)", part)))
    granted = re.compile(r"GRANT ROLE (\w+(?:, \w+)*) TO ROLE \w+;\n?")
    return granted.sub(lambda grant: "" if THEIRS & set(grant[1].split(", ")) else grant[0], "\n\n".join(kept))


def topology() -> dict[str, Any]:
    """Return the topology with the shop's functions, subscriptions and schedules in place of theirs."""
    of_sample, of_shop = (json.loads((root / TOPOLOGY).read_text()) for root in (ROOT, SHOP_FILES))
    return {
        part: {name: one for name, one in named.items() if not THEIRS & {name, one.get("function")}}
        | of_shop.get(part, {})
        for part, named in of_sample.items()
    }
