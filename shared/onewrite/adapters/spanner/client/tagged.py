"""Reads whose requests carry the tag and the priority of what they are for."""

from dataclasses import dataclass, replace
from typing import Any

from google.cloud.spanner_v1 import RequestOptions

from onewrite.adapters.purpose import Purpose
from onewrite.adapters.spanner.client.calls import exclusive_locks


def options_of(purpose: Purpose) -> RequestOptions:
    """Return the options of a request; Google's client sets what only some requests may have, so each has its own.

    Google's object is put around a message that is there, as it would make one of a dictionary field by field.
    """
    message = RequestOptions.pb()
    tag, priority = purpose.tag, int(purpose.priority)
    return RequestOptions.wrap(message(request_tag=tag, transaction_tag=tag, priority=priority))  # type: ignore[no-any-return]


def tagged_part(part: dict[str, Any], purpose: Purpose) -> dict[str, Any]:
    """Return a part of a partitioned read so that the request for it gets these options."""
    return {**part, "read": {**part["read"], "request_options": options_of(purpose)}}


@dataclass(frozen=True)
class Tagged:
    """A snapshot or a transaction of Google's client; what it is asked without options of a request gets ours."""

    target: Any
    purpose: Purpose

    def of(self, part: str) -> "Tagged":
        """Return the same for a part of the purpose."""
        return replace(self, purpose=self.purpose.of(part))

    def read(self, *arguments: Any, **options: Any) -> Any:
        return self.target.read(*arguments, **self._with_ours(options))

    def read_to_change(self, *arguments: Any) -> list[Any]:
        """Read rows that this transaction writes, under locks that nobody shares: two who share one would dead-lock."""
        with exclusive_locks():
            return list(self.read(*arguments))

    def execute_sql(self, *arguments: Any, **options: Any) -> Any:
        return self.target.execute_sql(*arguments, **self._with_ours(options))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.target, name)

    def _with_ours(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"request_options": options_of(self.purpose), **options}
