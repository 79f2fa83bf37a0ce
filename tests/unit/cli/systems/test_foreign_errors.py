"""What Google's clients and the settings complain about is one line that says what to do."""

import pytest
from google.api_core import exceptions as google
from google.auth.exceptions import DefaultCredentialsError, RefreshError, TransportError
from pydantic import BaseModel, ValidationError

from onewrite.cli.systems.foreign_errors import in_our_words
from onewrite.errors import OnewriteError, OperationRefused, Unavailable
from onewrite.settings import Settings


def told(error: Exception) -> OnewriteError:
    with pytest.raises(OnewriteError) as ours, in_our_words():
        raise error
    assert ours.value.__cause__ is error
    assert len(ours.value.message.splitlines()) == 1
    return ours.value


@pytest.mark.parametrize(
    "error",
    [google.ServiceUnavailable("try later"), google.RetryError("too long", ValueError()), TransportError("no network")],
    ids=lambda error: type(error).__name__,
)
def test_what_may_go_away_is_unavailable(error: Exception) -> None:
    ours = told(error)
    assert isinstance(ours, Unavailable)
    assert ours.message.endswith(": try again")


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (google.NotFound("Database not found: onewrite\nand more of it"), "ONEWRITE_DATABASE"),
        (google.PermissionDenied("spanner.sessions.create"), "`operators`"),
        (google.Unauthenticated("who?"), "`operators`"),
        (google.InvalidArgument("too long"), "too long"),
        (RefreshError("expired"), "gcloud auth application-default login"),
        (DefaultCredentialsError("none"), "gcloud auth application-default login"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_to_be_mended_says_how(error: Exception, advice: str) -> None:
    ours = told(error)
    assert isinstance(ours, OperationRefused)
    assert advice in ours.message


def test_an_environment_that_is_not_complete_names_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWRITE_STORE", "paper")
    with pytest.raises(ValidationError) as wrong:
        Settings.read()
    message = told(wrong.value).message
    assert message.startswith("The environment is not complete: ")
    assert "ONEWRITE_DOMAIN: " in message
    assert "ONEWRITE_STORE: " in message


class Other(BaseModel):
    number: int


def test_errors_of_our_own_and_those_that_nobody_thought_of_stay_as_they_are() -> None:
    with pytest.raises(ValidationError) as wrong:
        Other.model_validate({})
    for error in (Unavailable("later"), ZeroDivisionError(), wrong.value):
        with pytest.raises(type(error)) as raised, in_our_words():
            raise error
        assert raised.value is error
