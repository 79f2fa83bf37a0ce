"""Checks the caller of an inner function by its OIDC token, in addition to the check that Cloud Run makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, time

from flask import Request
from google.auth import exceptions, jwt

from onewrite.adapters.http.callers import CALLER
from onewrite.adapters.http.refusals import PermissionDenied, Unauthenticated
from onewrite.adapters.models import Model
from onewrite.errors import Unavailable

CERTIFICATES_URL = "https://www.googleapis.com/oauth2/v1/certs"
#: The audience of every token that gcloud has made for a person, with which `gcloud run services proxy` calls; Cloud
#: Run takes it for any service.
GCLOUD = "32555940559.apps.googleusercontent.com"
ISSUERS = {"https://accounts.google.com", "accounts.google.com"}
#: Google changes its keys every few days and publishes new ones well before it signs with them.
CERTIFICATES_KEPT_SECONDS = 3600.0
#: Requests wait for them meanwhile.
CERTIFICATES_TIMEOUT_SECONDS = 5.0
#: Cloud Run replaces the signature of a token that it has checked, so that the token can't be used again.
CHECKED_BY_CLOUD_RUN = ".SIGNATURE_REMOVED_BY_GOOGLE"
CLOCK_TOLERANCE_SECONDS = 30.0


class Claims(Model):
    """The claims of a token that are checked here."""

    iss: str
    aud: str
    exp: float
    email: str = ""
    email_verified: bool = False


@dataclass(frozen=True)
class CheckIdentity:
    """Allows a request whose token was signed by Google, for this host, for one of the `callers` (e-mails of accounts).

    Without `callers`, every request is refused. `in_cloud`: Cloud Run has checked the signature and removed it.
    Raises Unauthenticated, PermissionDenied and Unavailable; the first two say what to do, not what was wrong.
    """

    callers: frozenset[str]
    read_certificates: Callable[[], Mapping[str, str]]
    in_cloud: bool = False

    def __call__(self, request: Request) -> None:
        # If both headers are sent, Cloud Run has checked the first only; the other one can hold anything.
        header = request.headers.get("X-Serverless-Authorization") or request.headers.get("Authorization", "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("Send an identity token of an account that may call this: Authorization: Bearer …")
        try:
            claims = self._claims_of(token, f"https://{request.host}")
        except (exceptions.GoogleAuthError, ValueError):
            raise Unauthenticated(
                "This identity token is not valid here: ask for one for this function's URL"
            ) from None
        if claims.iss not in ISSUERS:
            raise Unauthenticated("This identity token was not issued by Google")
        if not claims.email_verified or claims.email not in self.callers:
            raise PermissionDenied
        request.environ[CALLER] = claims.email

    def _claims_of(self, token: str, audience: str) -> Claims:
        if not (self.in_cloud and token.endswith(CHECKED_BY_CLOUD_RUN)):
            return Claims.model_validate(jwt.decode(token, self.read_certificates(), audience=audience))
        claims = Claims.model_validate(jwt.decode(token, verify=False))
        if claims.aud not in {audience, GCLOUD} or claims.exp + CLOCK_TOLERANCE_SECONDS < time():
            raise ValueError("for another audience, or expired")
        return claims


@dataclass
class GoogleCertificates:
    """Google's public keys; fetched on first use and again after an hour."""

    url: str = field(default_factory=lambda: CERTIFICATES_URL)
    _known: Mapping[str, str] = field(default_factory=dict)
    _fetched: float = float("-inf")
    _lock: Lock = field(default_factory=Lock)

    def __call__(self) -> Mapping[str, str]:
        with self._lock:
            if monotonic() - self._fetched > CERTIFICATES_KEPT_SECONDS:
                self._known, self._fetched = _fetch(self.url), monotonic()
            return self._known


def _fetch(url: str) -> Mapping[str, str]:
    import requests  # noqa: PLC0415 - only functions that check tokens need it

    try:
        response = requests.get(url, timeout=CERTIFICATES_TIMEOUT_SECONDS)
        response.raise_for_status()
        certificates: Mapping[str, str] = response.json()
    except requests.RequestException as fault:
        cause = type(fault).__name__
        raise Unavailable(f"Google's certificates could not be read ({cause}): try again", cause=cause) from None
    return certificates
