"""A copy of this repository with another domain in it, made as the README says, word for word."""

import json
import re
import shutil
from pathlib import Path
from textwrap import dedent

from emulators.paths import ROOT
from tests.support.domains import todo_lists

PACKAGES = ("functions", "infra", "shared", "emulators")
FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"(?:--|#) (\S+/\S+)\n")
ROLES = "infra/schema/production/2001_database_roles.sql"


def bring(repository: Path) -> None:
    """Copy what is deployed, and take the steps."""
    for name in PACKAGES:
        left_out = shutil.ignore_patterns("__pycache__", ".terraform*")
        shutil.copytree(ROOT / name, repository / name, ignore=left_out)
    # 1. A package under shared/
    shutil.copytree(Path(todo_lists.__file__).parent, repository / "shared" / "todo_lists")
    # 2. Its tables, 3. a function for each projection
    for gone in ("infra/schema/1001_profiles.sql", "infra/schema/1002_interests.sql"):
        (repository / gone).unlink()
    for gone in ("functions/project_profiles", "functions/project_interests"):
        shutil.rmtree(repository / gone)
    files = _files_of_the_readme()
    # 5. Its role
    roles = (repository / ROLES).read_text()
    theirs = re.compile(r"CREATE ROLE project_profiles;.*TO ROLE project_interests;\n", re.DOTALL)
    roles = theirs.sub(lambda _: files.pop(ROLES), roles).replace(
        "project_profiles, project_interests", "project_tasks"
    )
    (repository / ROLES).write_text(roles)
    for place, text in files.items():
        (repository / place).parent.mkdir(exist_ok=True)
        (repository / place).write_text(text)
    # 4. Its place in infra/topology.json
    topology = json.loads((repository / "infra" / "topology.json").read_text())
    for part, instead in json.loads(_snippets("json")[0]).items():
        kept = {
            name: one for name, one in topology[part].items() if name not in {"project_profiles", "project_interests"}
        }
        topology[part] = {**kept, **instead}
    (repository / "infra" / "topology.json").write_text(json.dumps(topology))
    # 6. Its name
    variables = repository / "emulators" / "emulators.env"
    variables.write_text(variables.read_text().replace("accounts:ACCOUNTS", "todo_lists:LISTS"))


def _snippets(language: str) -> list[str]:
    section = (ROOT / "README.md").read_text().split("## Bring your own domain")[1].split("\n## ")[0]
    return [dedent(text) for written_in, text in FENCED.findall(section) if written_in == language]


def _files_of_the_readme() -> dict[str, str]:
    """Each begins with its place, in a comment."""
    snippets = [*_snippets("sql"), *_snippets("python")]
    return {place[1]: text for text in snippets if (place := PLACE.match(text))}
