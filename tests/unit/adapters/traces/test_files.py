"""The files of spans stay small, whatever is traced, and whatever becomes of them meanwhile."""

from pathlib import Path
from shutil import rmtree

from onewrite.adapters.traces.files import FILE_BYTES, FOLDER_BYTES, SpanFile

LINE = f"{'x' * 999}\n"


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def test_the_oldest_files_go_before_there_is_too_much(tmp_path: Path) -> None:
    quiet, busy = SpanFile(tmp_path, "quiet"), SpanFile(tmp_path, "busy")
    quiet.append(LINE)
    for _ in range(2 * FOLDER_BYTES // len(LINE)):
        busy.append(LINE)
    assert FOLDER_BYTES / 2 < size(tmp_path) <= FOLDER_BYTES + FILE_BYTES
    assert not (tmp_path / "quiet-0.spans.jsonl").exists(), "it was the oldest"
    quiet.append(LINE)
    assert (tmp_path / "quiet-0.spans.jsonl").read_text() == LINE


def test_a_folder_that_was_emptied_is_made_again(tmp_path: Path) -> None:
    file = SpanFile(tmp_path / "traces", "one")
    file.append(LINE)
    rmtree(tmp_path / "traces")
    file.append(LINE)
    assert size(tmp_path / "traces") == len(LINE)


def test_files_of_somebody_else_stay_where_they_are(tmp_path: Path) -> None:
    mine = tmp_path / "a-year-of-orders.jsonl"
    mine.write_text(LINE * (FOLDER_BYTES // len(LINE)))
    file = SpanFile(tmp_path, "one")
    for _ in range(2 * FILE_BYTES // len(LINE)):
        file.append(LINE)
    assert mine.exists()
