"""Google's clients make spans inside of ours, which record nothing: what is noted meanwhile is noted all the same."""

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, build
from tests.support.checks.spans import Spans, linked, own
from tests.support.checks.told_traces import are_ours
from tests.support.data.builders import a_stream
from tests.support.http.call import call
from tests.support.systems.adapters import settings


def test_a_transaction_on_spanner_links_to_the_requests_whose_events_it_applies(cloud: Adapters, spans: Spans) -> None:
    app = build(settings(), ACCOUNTS, cloud)
    for key in ("7", "8"):
        call(app.commands, "POST", f"/accounts/{key}/create", {"name": "Ada", "address": "London"})
    app.advance(app.domain.projection("profiles"), 1, [a_stream("7"), a_stream("8")])
    requests = spans.named("POST /accounts/{key}/create")
    assert linked(spans.one("advance")) == {own(request) for request in requests}
    assert spans.beneath(requests[0]) == ["load", "decide", "commit", "publish"]
    assert spans.beneath(spans.one("advance")) == ["apply", "commit"]
    assert are_ours([span.name for span in spans.all])
