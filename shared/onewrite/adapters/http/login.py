"""Knows people by what Identity-Aware Proxy says of them, where it stands in front of a function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from flask import Request
from google.auth import exceptions, jwt
from pydantic import Field

from onewrite.adapters.http.callers import CALLER
from onewrite.adapters.http.refusals import Unauthenticated
from onewrite.adapters.models import Model

#: Google's front end takes this header off what comes from outside.
HEADER: Final = "X-Goog-IAP-JWT-Assertion"
KEYS_URL: Final = "https://www.gstatic.com/iap/verify/public_key"
ISSUER: Final = "https://cloud.google.com/iap"


class Person(Model):
    """The claims that are checked here; the library checks the times."""

    iss: str
    aud: str
    email: Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class CheckLogin:
    """Allows whom the proxy of this project has let in, and asks `otherwise` where it says nothing.

    Who may pass the proxy its own policy says; who may get past it is only who may call the function directly.
    """

    project_number: str
    read_keys: Callable[[], Mapping[str, str]]
    otherwise: Callable[[Request], None]

    def __call__(self, request: Request) -> None:
        """Raises what `otherwise` raises, Unauthenticated and Unavailable."""
        said = request.headers.get(HEADER)
        if not said:
            self.otherwise(request)
            return
        try:
            person = Person.model_validate(jwt.decode(said, self.read_keys()))
        except (exceptions.GoogleAuthError, ValueError):
            raise Unauthenticated("What Identity-Aware Proxy says of you is not valid here: log in again") from None
        if person.iss != ISSUER or not person.aud.startswith(f"/projects/{self.project_number}/"):
            raise Unauthenticated("You have logged in elsewhere: open this system's own console")
        request.environ[CALLER] = person.email
