from pathlib import Path

import pytest

from emulators.reloading.syntax import syntax_error


def test_what_can_be_compiled_is_fine_even_if_it_would_warn(tmp_path: Path) -> None:
    file = tmp_path / "fine.py"
    file.write_text("assert (1, 'always true')\nx = '\\d'\n")
    assert syntax_error([file, tmp_path / "gone.py"]) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (b"x = 1\ndef f(:\n", ":2: invalid syntax"),
        (b"if True:\npass\n", ":2: expected an indented block after 'if' statement on line 1"),
        (b"x = (\n", ":1: '(' was never closed"),
        (b"x = '\xff'\n", ":1: "),
        (b"x = 1\0\n", ":1: source code string cannot contain null bytes"),
    ],
)
def test_the_first_error_is_told_with_file_and_line(tmp_path: Path, code: bytes, said: str) -> None:
    fine, broken = tmp_path / "a.py", tmp_path / "b.py"
    fine.touch()
    broken.write_bytes(code)
    error = syntax_error([broken, fine, tmp_path / "0_gone.py"])
    assert error
    assert error.startswith(f"{broken}{said}")
    assert "\n" not in error


def test_no_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "fine.py"
    file.touch()
    syntax_error([file])
    assert list(tmp_path.iterdir()) == [file]
