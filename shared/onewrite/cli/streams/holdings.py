"""What a stream holds, as an operator asks for it: each look is an act, as it is on record."""

from dataclasses import dataclass
from typing import Any

from onewrite.cli.systems.operations import Operations
from onewrite.errors import OperationRefused


@dataclass(frozen=True)
class Holdings:
    """`reason` is kept in the audit log."""

    operations: Operations
    stream: str
    reason: str | None = None

    def shown(self, first: int | None = None, last: int | None = None) -> dict[str, Any]:
        """Return data and states of these versions, or of the newest ones."""
        report: dict[str, Any] = self.operations.act(
            "show-data", stream_id=self.stream, first=first, last=last, reason=self.reason
        )
        return report

    def data(self, first: int, last: int) -> dict[int, Any]:
        """Return the data of these versions, in as many looks as it takes."""
        found = dict[int, Any]()
        while first <= last:
            report = self.shown(first, last)
            found |= {event["version"]: event["data"] for event in report["events"]}
            first = report["last"] + 1
        return found

    def state_at(self, version: int) -> Any:
        """Return the state right after that version. Raises OperationRefused if it can't be folded."""
        return _state_of(self.shown(version, version))

    def states(self, first: int, last: int) -> tuple[Any, Any]:
        """Return the states at both versions; at version 0 it is the one before all events."""
        report = self.shown(first + 1, last)
        before = report["before"]
        if before is None:
            raise _not_folded(report)
        return before, _state_of(report) if report["last"] == last else self.state_at(last)


def _state_of(report: dict[str, Any]) -> Any:
    state = report["events"][-1]["state"]
    if state is None:
        raise _not_folded(report)
    return state


def _not_folded(report: dict[str, Any]) -> OperationRefused:
    return OperationRefused(f"The state of {report['stream_id']} can't be told: {report['not_folded']}")
