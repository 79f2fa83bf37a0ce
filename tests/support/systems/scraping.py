"""What Prometheus would read of a running system."""

from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

from emulators.system.system import System
from tests.support.http.curl import CURL


def scraped(system: System, *functions: str) -> Counter[tuple[str, ...]]:
    """Add up what these functions show, by metric and values of labels; without names, what all of them do."""
    total: Counter[tuple[str, ...]] = Counter()
    for function in functions or system.urls:
        shown = CURL.get(f"{system.url(function)}/metrics")
        assert shown.status_code == 200, shown.text
        for family in text_string_to_metric_families(shown.text):
            for sample in family.samples:
                labels = (value for _, value in sorted(sample.labels.items()))
                total[sample.name, *labels] += sample.value  # type: ignore[assignment]
    return total
