"""Spans that several processes have written are put together into traces."""

import json
from pathlib import Path

import pytest

from onewrite.adapters.traces.files import ENDING
from onewrite.adapters.traces.folder import TracesInFolder
from onewrite.application.ports.traces import KeptTrace

COMMAND, SWEEP, OTHER = "a" * 32, "b" * 32, "c" * 32


def write(path: Path, *spans: dict[str, object], end: str = "\n") -> None:
    usual: dict[str, object] = {
        "parent_id": None,
        "kind": "server",
        "function": path.name.removesuffix(ENDING),
        "is_failed": False,
        "attributes": {},
        "links": [],
    }
    with path.open("a") as file:
        file.write("".join(f"{json.dumps({**usual, **span})}{end}" for span in spans))


@pytest.fixture
def traces(tmp_path: Path) -> TracesInFolder:
    """A command whose event a relay has published in a trace of its own; and another command."""
    stream = {"onewrite.stream": "account-7"}
    write(
        tmp_path / "accept.spans.jsonl",
        {"trace_id": COMMAND, "span_id": "2", "parent_id": "1", "name": "commit", "start": 2, "end": 3},
        {
            "trace_id": COMMAND,
            "span_id": "1",
            "parent_id": "0",
            "name": "POST",
            "start": 1,
            "end": 4,
            "attributes": stream,
        },
        {"trace_id": OTHER, "span_id": "9", "name": "GET", "start": 20, "end": 21},
    )
    write(
        tmp_path / "project.spans.jsonl",
        {
            "trace_id": COMMAND,
            "span_id": "3",
            "parent_id": "1",
            "name": "push",
            "start": 8,
            "end": 9,
            "is_failed": True,
        },
    )
    write(
        tmp_path / "relay.spans.jsonl",
        {"trace_id": SWEEP, "span_id": "5", "name": "publish", "start": 5, "end": 7, "links": [[COMMAND, "1"]]},
        {"trace_id": SWEEP, "span_id": "6", "parent_id": "5", "name": "within", "start": 6, "end": 7},
        {"trace_id": SWEEP, "span_id": "7", "name": "beside", "start": 6, "end": 7},
    )
    return TracesInFolder(tmp_path)


def found(traces: TracesInFolder, trace_id: str) -> KeptTrace:
    trace = traces.of(trace_id)
    assert trace is not None
    return trace


def test_a_trace_is_put_together_across_processes(traces: TracesInFolder) -> None:
    trace = found(traces, COMMAND)
    assert [(span.name, span.function) for span in trace.spans] == [
        ("POST", "accept"),
        ("commit", "accept"),
        ("push", "project"),
    ]
    assert (trace.root.name, trace.stream, trace.start, trace.end, trace.is_failed) == ("POST", "account-7", 1, 9, True)


def test_what_works_for_it_in_another_trace_is_named_with_what_is_within(traces: TracesInFolder) -> None:
    assert [span.name for span in found(traces, COMMAND).linked] == ["publish", "within"]
    assert [span.name for span in found(traces, SWEEP).linked] == ["POST", "commit", "push"], "and the other way round"


def test_the_newest_come_first_and_those_of_one_stream_can_be_asked_for(traces: TracesInFolder) -> None:
    assert [trace.trace_id for trace in traces.newest(10)] == [OTHER, SWEEP, COMMAND]
    assert [trace.trace_id for trace in traces.newest(1)] == [OTHER]
    assert [trace.trace_id for trace in traces.newest(10, "account-7")] == [COMMAND]


def test_what_is_written_later_is_read_later_and_half_a_line_is_not(traces: TracesInFolder) -> None:
    assert len(found(traces, COMMAND).spans) == 3
    later = {"trace_id": COMMAND, "span_id": "4", "parent_id": "3", "name": "advance", "start": 8, "end": 9}
    write(traces.folder / "project.spans.jsonl", later, {**later, "span_id": "5"}, end="\n")
    write(traces.folder / "project.spans.jsonl", {**later, "span_id": "6"}, end="")
    assert len(found(traces, COMMAND).spans) == 5
    (traces.folder / "project.spans.jsonl").unlink()
    assert len(found(traces, COMMAND).spans) == 2


@pytest.mark.parametrize("line", ['{"trace_id": "a', "7", '{"a_field": "of another release"}', "\\xff"])
def test_a_line_that_cannot_be_read_hides_no_other(traces: TracesInFolder, line: str) -> None:
    with (traces.folder / "project.spans.jsonl").open("a") as file:
        file.write(f"{line}\n")
    write(
        traces.folder / "project.spans.jsonl",
        {"trace_id": COMMAND, "span_id": "4", "name": "advance", "start": 8, "end": 9},
    )
    assert [span.name for span in found(traces, COMMAND).spans] == ["POST", "commit", "push", "advance"]


def test_what_is_no_file_is_passed_over(traces: TracesInFolder) -> None:
    (traces.folder / "folder.spans.jsonl").mkdir()
    assert found(traces, COMMAND)


def test_nothing_is_found_where_nothing_was_written(tmp_path: Path) -> None:
    assert TracesInFolder(tmp_path / "none").newest(10) == []
    assert TracesInFolder(tmp_path / "none").of(COMMAND) is None
