"""What an operator does who wants to see data: it is an act, as it is on record."""

from collections.abc import Mapping
from typing import Any

from onewrite.adapters.http.requests.streams import ShowDataRequest
from onewrite.adapters.operations.act import Act
from onewrite.adapters.operations.reports.data import DataReport
from onewrite.application.operations.operate import Operate
from onewrite.application.ports.audit_log import Actor


def acts_on_data(operate: Operate) -> Mapping[str, Act]:
    def show(wanted: ShowDataRequest, actor: Actor) -> dict[str, Any]:
        stream = operate.domain.stream(wanted.stream_id)
        shown = operate.streams.show_data(stream, actor, first=wanted.first, last=wanted.last)
        return DataReport.of(shown).model_dump(mode="json")

    summary = "Show the data of events, the states of their stream, and its rows in views"
    return {"show-data": Act(summary, ShowDataRequest, show, DataReport)}
