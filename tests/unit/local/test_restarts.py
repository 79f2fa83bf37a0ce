from pathlib import Path

from onewrite.local.restarts import RestartRequests


def test_requests_are_taken_once_however_often_they_were_written(tmp_path: Path) -> None:
    requests = RestartRequests(tmp_path)
    assert requests.take() == []
    requests.write(["accept_commands"])
    RestartRequests(tmp_path).write(["accept_commands", "answer_queries"])
    assert requests.take() == ["accept_commands", "answer_queries"]
    assert requests.take() == []
