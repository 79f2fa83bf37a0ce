"""What is asked, and who acts, by the name that the audit log keeps."""

import pytest

from onewrite.cli.systems.operations import given, this_user


def test_what_is_none_is_left_out_and_nothing_else() -> None:
    fields = {"stream_id": None, "reason": "", "dry_run": False, "first": 0}
    assert given(fields) == {"reason": "", "dry_run": False, "first": 0}


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
