"""Functions are rehearsed before anything is started: each says what is wrong with its code, in one line."""

import os
from pathlib import Path

import pytest

from onewrite.checks import rehearsal
from onewrite.checks.errors import DoesNotFit
from onewrite.checks.rehearsal import Rehearsal, rehearsal_of
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables
from tests.support.systems.toy_functions import HTTP, toys

#: Not where it matters how the process itself begins or ends.
warm = pytest.mark.usefixtures("warm_rehearsals")

PROJECTION = """
    import functions_framework
    from onewrite.bootstrap import app

    @functions_framework.http
    def {name}(request):
        return app().projection("PROJECTION")(request)
"""
#: The mistakes, and what is said of each after the name of the function.
MISTAKES = {
    "accept_commands": ("def accept_commands(:\n", "SyntaxError: invalid syntax (functions/accept_commands/main.py:1)"),
    "answer_queries": (
        "from onewrite.bootstraps import app\n",
        "ModuleNotFoundError: No module named 'onewrite.bootstraps' (functions/answer_queries/main.py:1)",
    ),
    "relay_outbox": (
        "def relay_inbox(request): ...\n",
        "is expected to contain a function named 'relay_outbox'. Found: 'relay_inbox' instead",
    ),
    "rebuild_views": ("raise SystemExit(7)\n", "SystemExit: 7 (functions/rebuild_views/main.py:1)"),
    "reconcile_views": (HTTP.replace("return", "calls()\n        return"), "TypeError: 'int' object is not callable"),
    "project_profiles": (
        PROJECTION.replace("PROJECTION", "profils"),
        "The domain has no projection 'profils', it has profiles, interests, clubs: mend the name",
    ),
}
TWICE = """
from dataclasses import replace
from accounts import ACCOUNTS
from accounts.views.profiles import Profiles

TWICE = replace(ACCOUNTS, projections=(*ACCOUNTS.projections, Profiles()))
"""


def rehearsed(folder: Path, **settings: str) -> Rehearsal:
    return rehearsal_of(folder, Topology.read().served_from(folder).functions, variables(settings))


@warm
def test_every_mistake_is_told_in_a_line_of_its_own_with_the_name_of_the_function(tmp_path: Path) -> None:
    folder = toys(tmp_path / "functions", **{name: source for name, (source, _) in MISTAKES.items()})
    told = rehearsed(folder).problems
    assert len(told) == len(MISTAKES)
    for line in told:
        name = line.removeprefix("functions/").partition(":")[0]
        assert MISTAKES[name][1] in line
        assert len(line.splitlines()) == 1


@warm
def test_it_tells_which_projections_there_are_and_which_function_serves_which(tmp_path: Path) -> None:
    served = PROJECTION.replace("PROJECTION", "profiles")
    pulls = served.replace("projection(", "pull(")
    found = rehearsed(toys(tmp_path, project_profiles=served, pull_profiles=pulls, accept_commands=HTTP))
    assert found.problems == []
    assert found.domain == "accounts:ACCOUNTS"
    assert found.categories == {"profiles": ["account"], "interests": ["account"], "clubs": ["club"]}
    assert {name: statements[0].split("(")[0] for name, statements in found.needs.items()} == {
        "profiles": "CREATE TABLE profiles ",
        "interests": "CREATE TABLE interests ",
        "clubs": "CREATE TABLE clubs ",
    }
    assert found.served == {"accept_commands": [], "project_profiles": ["profiles"], "pull_profiles": ["profiles"]}


def test_each_function_finds_its_own_modules_and_files_as_it_does_alone(tmp_path: Path) -> None:
    source = "from pathlib import Path\nfrom mine import NAME\nassert Path('name').read_text() == NAME == '{name}'\n"
    names = ("accept_commands", "answer_queries")
    toys(tmp_path, **dict.fromkeys(names, source + HTTP.replace("\n    ", "\n")))
    for name in names:
        (tmp_path / name / "mine.py").write_text(f"NAME = {name!r}\n")
        (tmp_path / name / "name").write_text(name)
    assert rehearsed(tmp_path).problems == []


@warm
def test_a_mistake_in_a_declaration_is_told_with_the_place_in_the_domain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lists.py").write_text("from onewrite.domain.events import Event\n\nclass Added(Event):\n    pass\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    [line] = rehearsed(toys(tmp_path / "functions", accept_commands=HTTP), ONEWRITE_DOMAIN="lists:LISTS").problems
    assert 'Added needs a stable name: class Added(Event, type="…")' in line
    assert f"{tmp_path.name}/lists.py:3). Mend its code" in line


@warm
def test_a_domain_that_does_not_fit_together_is_told_in_a_line_for_each_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "twice.py").write_text(TWICE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    told = rehearsed(toys(tmp_path / "functions", accept_commands=HTTP), ONEWRITE_DOMAIN="twice:TWICE").problems
    assert told == [
        (
            "ONEWRITE_DOMAIN=twice:TWICE: projection profiles is there 2 times, in accounts.views.profiles.Profiles "
            "and accounts.views.profiles.Profiles: rename all but one"
        ),
        (
            "ONEWRITE_DOMAIN=twice:TWICE: table or index profiles is there 2 times, in "
            "accounts.views.profiles.Profiles and accounts.views.profiles.Profiles: rename all but one"
        ),
    ]


def test_a_rehearsal_that_does_not_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "TIMEOUT_SECONDS", 2)
    waits = toys(tmp_path, accept_commands="import time\ntime.sleep(600)\n")
    with pytest.raises(DoesNotFit, match="aren't imported within 2 s: what do they wait for"):
        rehearsed(waits)


def test_a_rehearsal_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    dies = toys(tmp_path, accept_commands="import os, sys\nprint('no port, no glory', file=sys.stderr)\nos._exit(3)\n")
    with pytest.raises(DoesNotFit, match=r"^importing the functions ended with exit code 3: no port, no glory$"):
        rehearsed(dies)


def test_clients_that_are_made_when_the_code_is_imported_need_no_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    client = "from google.cloud.pubsub_v1 import PublisherClient\n    CLIENT = PublisherClient()\n"
    folder = toys(tmp_path / "functions", accept_commands=f"\n    {client}{HTTP}")
    assert rehearsed(folder).problems == []
