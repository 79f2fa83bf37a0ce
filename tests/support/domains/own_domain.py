"""A copy of this repository with another domain in it, made as shared/own_domain.md says, word for word."""

import json
import re
import shutil
from pathlib import Path

from emulators.paths import ROOT
from tests.documents.pages import Page
from tests.support.domains import todo_lists

PAGE = Page("shared/own_domain.md")
PACKAGES = ("functions", "infra", "shared", "emulators")
PLACE = re.compile(r"(?:--|#) (\S+/\S+)\n")
ROLES = "infra/schema/production/2001_database_roles.sql"
THEIRS = ("project_profiles", "project_interests", "project_clubs", "pull_profiles", "pull_interests", "pull_clubs")


def bring(repository: Path) -> None:
    """Copy what is deployed, and take the steps."""
    for name in PACKAGES:
        left_out = shutil.ignore_patterns("__pycache__", ".terraform*")
        shutil.copytree(ROOT / name, repository / name, ignore=left_out)
    # 1. A package under shared/
    shutil.copytree(Path(todo_lists.__file__).parent, repository / "shared" / "todo_lists")
    # 2. Its tables, 3. functions for each projection
    for gone in deleted():
        place = repository / gone
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    # 5. Their roles
    roles, files = (repository / ROLES).read_text(), written()
    for theirs, ours in zip((THEIRS[:3], THEIRS[3:]), files.pop(ROLES).split("\n\n"), strict=True):
        those = re.compile(rf"CREATE ROLE {theirs[0]};.*?TO ROLE {theirs[-1]};\n(?!GRANT)", re.DOTALL)
        [name] = re.findall(r"CREATE ROLE (\w+);", ours)
        roles = those.sub(f"{ours.rstrip()}\n", roles).replace(", ".join(theirs), name)
    (repository / ROLES).write_text(roles)
    for name, text in files.items():
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text(text)
    # 4. Their place in infra/topology.json
    topology = json.loads((repository / "infra" / "topology.json").read_text())
    for part, instead in json.loads(PAGE.blocks("json")[0]).items():
        kept = {name: one for name, one in topology[part].items() if not {name, one.get("function")} & {*THEIRS}}
        topology[part] = {**kept, **instead}
    (repository / "infra" / "topology.json").write_text(json.dumps(topology))
    # 6. Its name
    variables = repository / "emulators" / "emulators.env"
    variables.write_text(
        variables.read_text().replace("ONEWRITE_DOMAIN=accounts:ACCOUNTS", variable_of_the_local_run())
    )
    for environment in (repository / "infra" / "environments").glob("*.tfvars"):
        environment.write_text(f"{variable_of_terraform()}\n{environment.read_text()}")


def deleted() -> list[str]:
    """Return what the page says to delete."""
    sentences = re.findall(r"Delete (`[^`]+`(?:,? (?:and )?`[^`]+`)*)", PAGE.text)
    return [name for sentence in sentences for name in re.findall(r"`([^`]+)`", sentence)]


def written() -> dict[str, str]:
    """Return the files of the page; each begins with its place, in a comment."""
    blocks = [*PAGE.blocks("sql"), *PAGE.blocks("python")]
    return {place[1]: text for text in blocks if (place := PLACE.match(text))}


def variable_of_the_local_run() -> str:
    [line] = [text for text in PAGE.inline() if text.startswith("ONEWRITE_DOMAIN=")]
    return line


def variable_of_terraform() -> str:
    [line] = [text for text in PAGE.inline() if text.startswith("domain = ")]
    return line
