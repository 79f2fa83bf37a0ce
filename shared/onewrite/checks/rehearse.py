"""Does what every function does first: reads the settings, imports domain and main.py, and says whether it is ready.

Run by its path, as `rehearse.py FOLDER FUNCTION …`, so that it imports from the same places as a function. The store is
in memory, so all that it finds is wrong in the code. Prints the JSON of a `Rehearsal`.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from functions_framework import create_app
from functions_framework.exceptions import FunctionsFrameworkException
from pydantic import ValidationError
from werkzeug.test import Client

from onewrite.bootstrap import app, forget_app
from onewrite.checks.ddl import statements_for
from onewrite.domain.mistakes import DomainDoesNotFit
from onewrite.errors import NoDomain
from onewrite.errors.telling import whole
from onewrite.local.probes import not_ready_of
from onewrite.settings import Settings, domain_of


def rehearse(folder: Path, functions: Sequence[str]) -> dict[str, Any]:
    try:
        domain = domain_of(Settings.read())
    except ValidationError as wrong:
        return _nothing_but([_setting(error) for error in wrong.errors()])
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the code of a domain does when it is imported
        return _nothing_but(_lines(error))
    os.environ["ONEWRITE_STORE"] = "memory"
    problems, served = [], {}
    for name in functions:
        forget_app()
        if problem := _problem_of((folder / name).resolve(), name):
            problems.append(f"functions/{name}: {problem}")
        served[name] = sorted(app().projections_served)
    categories = {projection.name: sorted(projection.categories) for projection in domain.projections}
    needs = {projection.name: [*statements_for(projection)] for projection in domain.projections}
    ids = [aggregate.stream_ids for aggregate in domain.aggregates]
    return {"problems": problems, "categories": categories, "needs": needs, "stream_ids": ids, "served": served}


def _nothing_but(problems: Sequence[str]) -> dict[str, Any]:
    return {"problems": problems, "categories": {}, "needs": {}, "stream_ids": [], "served": {}}


def _lines(error: BaseException) -> list[str]:
    """Return a line for each mistake of a domain that doesn't fit together, else one for the error."""
    cause = error.__cause__
    if isinstance(error, NoDomain) and isinstance(cause, DomainDoesNotFit):
        return [f"ONEWRITE_DOMAIN={error.metadata['domain']}: {mistake}" for mistake in cause.mistakes]
    return [whole(error)]


def _problem_of(folder: Path, name: str) -> str | None:
    try:
        with _alone(folder):
            function = create_app(name, str(folder / "main.py"), "http")  # type: ignore[no-untyped-call]
            function.config["PROPAGATE_EXCEPTIONS"] = True
            response = Client(function).get("/health/ready")
    except FunctionsFrameworkException as wrong:
        return str(wrong)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the code of a function does when it is imported
        return whole(error)
    problem = not_ready_of(response.status_code, response.get_data(), response.headers.get("Retry-After"))
    return problem.why if problem else None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let a function find the modules in its own folder, and forget them before the next one's."""
    path, modules = [*sys.path], {*sys.modules}
    try:
        with chdir(folder):
            yield
    finally:
        sys.path[:] = path
        for name in {*sys.modules} - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(folder):
                del sys.modules[name]


def _setting(error: Any) -> str:
    said = error["msg"].removeprefix("Value error, ")
    return f"ONEWRITE_{'_'.join(map(str, error['loc'])).upper()}={error['input']}: {said}"


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        rehearsed = rehearse(Path(sys.argv[1]), sys.argv[2:])
    print(json.dumps(rehearsed))
