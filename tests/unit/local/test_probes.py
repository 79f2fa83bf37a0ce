"""What a function says of itself is passed on; what doesn't pass by itself is told from what does."""

import pytest

from emulators.processes.ports import free_port
from onewrite.adapters.http.problems import problem_of
from onewrite.errors import NotInDomain, OnewriteError, Unavailable, ViewRemoved
from onewrite.local.probes import SILENT, NotReady, function_not_ready, not_ready_of
from tests.support.waiting.bounds import WAIT_SECONDS


@pytest.mark.parametrize("status", [200, 405])
def test_a_function_that_responds_is_ready(status: int) -> None:
    assert not_ready_of(status, b"anything", None) is None


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (NotInDomain("task", "tasks"), False),
        (ViewRemoved("tasks"), False),
        (Unavailable("Spanner is not there: try again"), True),
    ],
)
def test_a_problem_is_told_in_its_own_words(error: OnewriteError, passes: bool) -> None:
    response = problem_of(error)
    retry_after = response.headers.get("Retry-After")
    assert not_ready_of(response.status_code, response.get_data(), retry_after) == NotReady(error.message, passes)


@pytest.mark.parametrize("body", [b"<h1>Oh\nno</h1>", b"[]", b"{}"])
def test_what_is_no_problem_is_told_as_it_is(body: bytes) -> None:
    said = " ".join(body.decode().split())
    assert not_ready_of(500, body, None) == NotReady(f"it responds to GET /health/ready with 500: {said}", passes=False)


def test_of_a_long_page_the_beginning_is_told() -> None:
    found = not_ready_of(500, b"<p>" + b"x" * 10_000, None)
    assert found
    assert found.why.startswith("it responds to GET /health/ready with 500: <p>xxx")
    assert len(found.why) < 400


def test_where_nobody_listens_somebody_may_listen_soon() -> None:
    assert function_not_ready(f"http://127.0.0.1:{free_port()}", within=WAIT_SECONDS) is SILENT
