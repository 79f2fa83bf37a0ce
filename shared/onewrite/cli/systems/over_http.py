"""The operations of a system on this machine: its function `operate_views` carries them out."""

from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from json import dumps, loads
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from onewrite.cli.systems.operations import given, this_user
from onewrite.errors import FieldProblem, InvalidFields, OnewriteError, OperationRefused, Unavailable

#: Verifying a large view, or releasing many streams, takes its time; whoever waits can give up.
LONGEST_CALL_SECONDS: Final = 3600.0


@dataclass(frozen=True)
class OverHttp:
    """`log` is that of the function."""

    url: str
    log: Path
    within: float = LONGEST_CALL_SECONDS

    def read(self, name: str, **fields: Any) -> Any:
        return self._call("GET", f"/{name}?{urlencode(given(fields))}")

    def act(self, name: str, **fields: Any) -> Any:
        headers = {"Content-Type": "application/json", "X-Actor": this_user()}
        return self._call("POST", f"/{name}", dumps(given(fields)), headers)

    def _call(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Any:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=self.within)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            status, kind, text = response.status, response.headers.get_content_type(), response.read()
        except (OSError, HTTPException) as fault:
            raise Unavailable(
                f"operate_views at {self.url} gives no response ({fault or type(fault).__name__}): "
                "look at `onewrite status`, and at `onewrite log` for what was done"
            ) from fault
        finally:
            connection.close()
        match kind:
            case "application/json":
                return loads(text)
            case "application/problem+json":
                raise self._error_of(status, loads(text))
        raise OnewriteError(f"{self.url} responds with {status} and no JSON: is that operate_views? See {self.log}")

    def _error_of(self, status: int, problem: dict[str, Any]) -> OnewriteError:
        if fields := problem.get("errors"):
            return InvalidFields([FieldProblem("pointer", _place_of(field), field["detail"]) for field in fields])
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return OnewriteError(f"{problem['detail']}: see {self.log}")
        return (Unavailable if status == HTTPStatus.SERVICE_UNAVAILABLE else OperationRefused)(problem["detail"])


def _place_of(field: dict[str, str]) -> str:
    """Return what the problem names beside its detail: a pointer, a parameter or a header."""
    return next(place for name, place in field.items() if name != "detail")
