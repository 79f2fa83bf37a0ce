"""Who acts, by the name that the audit log keeps."""

import pytest

from onewrite.cli.systems.operations import this_user


@pytest.mark.parametrize(
    ("user", "kept"), [("ada", "ada"), ("ada@example.com", "ada@example.com"), ("Ada, Gräfin", "Ada%2C%20Gr%C3%A4fin")]
)
def test_a_name_is_kept_as_a_header_can_hold_it(monkeypatch: pytest.MonkeyPatch, user: str, kept: str) -> None:
    monkeypatch.setenv("LOGNAME", user)
    assert this_user() == kept


@pytest.mark.parametrize("error", [KeyError("uid not found: 1234"), OSError("No username set in the environment")])
def test_who_has_no_name_is_an_operator(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr("onewrite.cli.systems.operations.getuser", nobody)
    assert this_user() == "operator"
