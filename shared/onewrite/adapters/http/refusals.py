"""Errors of requests that are refused before any use case runs; the response's reason is the name of the class.

OnewriteError
├── MalformedRequest   400  not JSON, or not UTF-8
├── IncompleteBody     400  cut short, or in broken chunks
├── Unauthenticated    401  no identity token, or one that is not valid here
├── PermissionDenied   403  an account that may not call this
├── ForeignPage        403  what another page had a browser send
├── UnknownPath        404
├── MethodNotAllowed   405  another method is
├── BodyTooSlow        408  not there in the time that a client has
├── BodyTooLarge       413
├── NotJson            415
└── EncodedBody        415  compressed
"""

from collections.abc import Iterable

from onewrite.errors import OnewriteError


class MalformedRequest(OnewriteError):
    """The request can't be parsed."""


class IncompleteBody(OnewriteError):
    """Less than was announced, or chunks that break off; nothing of it is carried out."""

    def __init__(self, received: int) -> None:
        super().__init__(f"The body broke off after {received} bytes: send the whole of it again", received=received)


class Unauthenticated(OnewriteError):
    """The caller is unknown. The message says what to do, not what was wrong with the token."""


class PermissionDenied(OnewriteError):
    def __init__(self) -> None:
        super().__init__("This account may not call this function: see who may in the deployment")


class ForeignPage(OnewriteError):
    def __init__(self) -> None:
        super().__init__("A page that is not this console sent this: open the console itself, and go on there")


class UnknownPath(OnewriteError):
    def __init__(self, path: str) -> None:
        super().__init__(f"There is nothing at {path}: see /openapi.json", path=path)


class MethodNotAllowed(OnewriteError):
    def __init__(self, method: str, allowed: Iterable[str]) -> None:
        self.allowed = ", ".join(sorted(allowed))
        super().__init__(f"{method} is not possible here: use {self.allowed}", method=method, allowed=self.allowed)


class BodyTooSlow(OnewriteError):
    def __init__(self) -> None:
        super().__init__("The body did not come in time: send the whole of it again, without a pause")


class BodyTooLarge(OnewriteError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"The body has more than {limit} bytes: send less at once", limit=limit)


class NotJson(OnewriteError):
    def __init__(self) -> None:
        super().__init__("Send the body as JSON, with Content-Type: application/json")


class EncodedBody(OnewriteError):
    def __init__(self, encoding: str) -> None:
        super().__init__(f"Nothing here reads {encoding}: send the body without Content-Encoding", encoding=encoding)
