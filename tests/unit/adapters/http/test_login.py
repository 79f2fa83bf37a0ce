"""Behind Identity-Aware Proxy an operator is who the proxy says, by its signature, and is named in the audit log."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from google.auth import jwt
from google.auth.crypt.es256 import ES256Signer

from onewrite.adapters.http import identity
from onewrite.adapters.http.login import HEADER, KEYS_URL
from onewrite.bootstrap import App, memory_adapters
from tests.support.domains.fragile import app_of
from tests.support.http.call import call
from tests.support.http.problems import problem

NUMBER = "123456789012"
VIEW = {"projection": "profiles"}
OURS, THEIRS = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))


def keys() -> dict[str, str]:
    pem = OURS.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return {"key-1": pem.decode()}


def said_of(email: str, key: ec.EllipticCurvePrivateKey = OURS, **changes: object) -> str:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": "https://cloud.google.com/iap", "aud": f"/projects/{NUMBER}/global/backendServices/7"}
    token: bytes = jwt.encode(
        ES256Signer.from_string(pem, "key-1"), {**claims, "iat": now, "exp": now + 60, "email": email, **changes}
    )
    return token.decode()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setattr(identity, "_fetch", lambda url: {KEYS_URL: keys()}[url])
    return app_of(memory_adapters(), check_identity=True, iap_project_number=NUMBER)


def test_who_has_logged_in_may_act_and_is_on_record_whatever_the_request_says(app: App) -> None:
    headers = {HEADER: said_of("ada@example.com"), "X-Actor": "somebody-else"}
    assert call(app.operations, "POST", "/rebuild", VIEW, headers=headers).status_code == 200
    assert call(app.operations, "GET", "/system", headers=headers).get_json()["caller"] == "ada@example.com"
    [entry] = app.operate.audit_log.newest(limit=10)
    assert entry.operation.actor.name == "ada@example.com"


@pytest.mark.parametrize(
    "changes",
    [
        {"key": THEIRS},
        {"iss": "https://accounts.google.com"},
        {"aud": "/projects/999/global/backendServices/7"},
        {"aud": f"/projects/{NUMBER}0/global/backendServices/7"},
        {"iat": 1, "exp": 2},
    ],
    ids=["signed by somebody else", "another issuer", "another project", "a longer number", "expired"],
)
def test_nobody_else_is_let_in(app: App, changes: dict[str, object]) -> None:
    headers = {HEADER: said_of("ada@example.com", **changes)}  # type: ignore[arg-type]
    problem(call(app.operations, "GET", "/status", headers=headers), 401, "UNAUTHENTICATED")


def test_somebody_without_an_address_cannot_act_under_another_name(app: App) -> None:
    headers = {HEADER: said_of(""), "X-Actor": "ada@example.com"}
    problem(call(app.operations, "POST", "/rebuild", VIEW, headers=headers), 401, "UNAUTHENTICATED")


def test_what_is_no_token_is_refused(app: App) -> None:
    problem(call(app.operations, "GET", "/status", headers={HEADER: "ada"}), 401, "UNAUTHENTICATED")


def test_where_the_proxy_says_nothing_a_token_is_asked_for(app: App) -> None:
    problem(call(app.operations, "GET", "/"), 401, "UNAUTHENTICATED")


def test_without_the_setting_its_word_counts_for_nothing() -> None:
    app = app_of(memory_adapters(), check_identity=True)
    headers = {HEADER: said_of("ada@example.com")}
    problem(call(app.operations, "GET", "/status", headers=headers), 401, "UNAUTHENTICATED")
