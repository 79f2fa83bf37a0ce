"""What a page names in backticks is there: files, settings, requests."""

import re
from pathlib import PurePosixPath

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import build, memory_adapters
from onewrite.settings import Settings
from tests.documents.files import every_file
from tests.documents.pages import PAGES, Page
from tests.support.http.documented import operation_at
from tests.support.systems.adapters import settings

FILES = set(every_file())
FILE = re.compile(r"[\w.][\w./-]*\.(?:py|md|sql|tf|tfvars|hcl|json|env|toml|txt)")
REQUEST = re.compile(r"(GET|POST) (/[^\s?]*)")
#: Written by Terraform, by `make up` and by `make bench`.
NOT_COMMITTED = {".build/bench/bench.json", ".terraform.lock.hcl", "local.json"}
#: The option that names a state file has a variable of its own.
VARIABLES = {f"ONEWRITE_{name.upper()}" for name in Settings.model_fields} | {"ONEWRITE_LOCAL"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_named_is_there(page: Page) -> None:
    named = {name for name in page.inline() if FILE.fullmatch(name)} - NOT_COMMITTED
    assert {name for name in named if not _is_there(name)} == set()


def _is_there(name: str) -> bool:
    """Whether a file has this name, or a path that ends like that."""
    parts = PurePosixPath(name).parts
    return any(PurePosixPath(file).parts[-len(parts) :] == parts for file in FILES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_named_is_one(page: Page) -> None:
    named = set(re.findall(r"ONEWRITE_[A-Z_]+", page.text))
    assert named - VARIABLES == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_request_named_has_a_route(page: Page) -> None:
    app = build(settings(), ACCOUNTS, memory_adapters())
    documents = [api.document for api in (app.commands, app.queries, app.operations)]
    named = {match.groups() for text in page.inline() if (match := REQUEST.fullmatch(text.partition("?")[0]))}
    assert {
        (method, path)
        for method, path in named
        if not any(operation_at(document, method, path) for document in documents)
    } == set()
