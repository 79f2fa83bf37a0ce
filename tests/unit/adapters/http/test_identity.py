"""Inner functions look at the caller's token themselves, and refuse what a wrong deployment would let in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt
from pydantic import ValidationError

from accounts import ACCOUNTS
from emulators.processes.ports import free_ports
from onewrite.adapters.http.api import Api
from onewrite.adapters.http.identity import GCLOUD, CheckIdentity
from onewrite.bootstrap import build, memory_adapters
from onewrite.settings import Settings
from tests.support.http.call import call
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings

PUSHER = "pusher@project.iam.gserviceaccount.com"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def a_certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    today = datetime.now(UTC)
    built = x509.CertificateBuilder(name, name, KEY.public_key(), x509.random_serial_number())
    signed = built.not_valid_before(today).not_valid_after(today + timedelta(days=1)).sign(KEY, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def a_signer() -> crypt.RSASigner:
    pem = KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    signer: crypt.RSASigner = crypt.RSASigner.from_string(pem, "key-1")
    return signer


SIGNER = a_signer()
CERTIFICATES: Mapping[str, str] = {"key-1": a_certificate()}


def now() -> int:
    return int(datetime.now(UTC).timestamp())


def a_token(**changes: object) -> str:
    claims = {"iss": "https://accounts.google.com", "aud": "https://localhost", "iat": now(), "exp": now() + 60}
    told = {**claims, "email": PUSHER, "email_verified": True, **changes}
    token: bytes = jwt.encode(SIGNER, told)
    return token.decode()


def status(
    authorization: str | None, callers: str = PUSHER, *, in_cloud: bool = False, checked: str | None = None
) -> tuple[int, str]:
    app = build(settings(check_identity=True, callers=callers), ACCOUNTS, memory_adapters())
    headers = {"Authorization": authorization} if authorization else {}
    headers |= {"X-Serverless-Authorization": checked} if checked else {}
    answer = call(by_our_certificates(app.relay, in_cloud=in_cloud), "POST", "/", headers=headers)
    return answer.status_code, (answer.get_json() or {}).get("reason", "")


def by_our_certificates(api: Api, *, in_cloud: bool = False) -> Api:
    assert isinstance(api.check_caller, CheckIdentity)
    return replace(
        api, check_caller=replace(api.check_caller, read_certificates=lambda: CERTIFICATES, in_cloud=in_cloud)
    )


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_caller_who_is_named_is_let_in(scheme: str) -> None:
    assert status(f"{scheme} {a_token()}") == (200, "")


@pytest.mark.parametrize("authorization", [None, "Basic eDp5", "Bearer", "Bearer nonsense"])
def test_a_caller_without_a_readable_token_is_unknown(authorization: str | None) -> None:
    assert status(authorization) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    "changes",
    [{"aud": "https://elsewhere"}, {"iss": "https://example.com"}, {"iat": 1, "exp": 2}],
    ids=["for another host", "from another issuer", "expired"],
)
def test_a_token_that_is_not_meant_for_this_function_is_refused(changes: dict[str, object]) -> None:
    assert status(f"Bearer {a_token(**changes)}") == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("changes", [{"email": "someone@example.com"}, {"email_verified": False}])
def test_an_account_that_is_not_named_may_not_call(changes: dict[str, object]) -> None:
    assert status(f"Bearer {a_token(**changes)}") == (403, "PERMISSION_DENIED")


def test_where_nobody_is_named_nobody_is_let_in() -> None:
    assert status(f"Bearer {a_token()}", callers="") == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("callers", ["", f"{PUSHER},"])
def test_a_name_that_is_empty_is_nobodys(callers: str) -> None:
    assert status(f"Bearer {a_token(email='')}", callers=callers) == (403, "PERMISSION_DENIED")


def unsigned(**changes: object) -> str:
    """What Cloud Run hands on once it has checked a token."""
    return f"{a_token(**changes).rpartition('.')[0]}.SIGNATURE_REMOVED_BY_GOOGLE"


def test_a_token_that_cloud_run_has_checked_is_believed_in_the_cloud_only() -> None:
    assert status(f"Bearer {unsigned()}", in_cloud=True) == (200, "")
    assert status(f"Bearer {unsigned()}") == (401, "UNAUTHENTICATED")


def test_a_person_comes_through_gclouds_proxy_whose_tokens_cloud_run_alone_can_check() -> None:
    of_a_person = f"Bearer {unsigned(aud=GCLOUD)}"
    assert status("", in_cloud=True, checked=of_a_person) == (200, "")
    assert status("", "somebody@example.com", in_cloud=True, checked=of_a_person) == (403, "PERMISSION_DENIED")
    assert status(f"Bearer {a_token(aud=GCLOUD)}") == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("changes", [{"aud": "https://elsewhere"}, {"iat": 1, "exp": 2}], ids=["audience", "expired"])
def test_what_cloud_run_has_checked_is_still_meant_for_this_function(changes: dict[str, object]) -> None:
    assert status(f"Bearer {unsigned(**changes)}", in_cloud=True) == (401, "UNAUTHENTICATED")


def test_clocks_may_differ_by_seconds_and_not_by_minutes() -> None:
    assert status(f"Bearer {unsigned(exp=now() - 1)}", in_cloud=True) == (200, "")
    assert status(f"Bearer {unsigned(exp=now() - 60)}", in_cloud=True) == (401, "UNAUTHENTICATED")


def test_of_two_tokens_the_one_that_cloud_run_has_checked_counts() -> None:
    """Where both headers are sent, Cloud Run looks at this one; the other can be forged by anyone who may call."""
    own, forged = f"Bearer {unsigned(email='someone@example.com')}", f"Bearer {unsigned()}"
    assert status(forged, in_cloud=True, checked=own) == (403, "PERMISSION_DENIED")
    assert status("Bearer nonsense", in_cloud=True, checked=f"Bearer {unsigned()}") == (200, "")
    elsewhere = f"Bearer {a_token(aud='https://elsewhere')}"
    assert status(f"Bearer {a_token()}", checked=elsewhere) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "email", "email_verified"])
@pytest.mark.parametrize("value", [None, [], {}, "nonsense"])
def test_claims_that_are_none_let_nobody_in(claim: str, value: object) -> None:
    code, _ = status(f"Bearer {unsigned(**{claim: value})}", in_cloud=True)
    assert code in {401, 403}


def test_a_caller_who_is_unknown_is_told_how_to_say_who_they_are() -> None:
    app = build(settings(check_identity=True), ACCOUNTS, memory_adapters())
    response = call(app.relay, "POST", "/")
    problem(response, 401, "UNAUTHENTICATED")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_while_nobody_can_check_a_token_it_is_neither_right_nor_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    monkeypatch.setattr("onewrite.adapters.http.identity.CERTIFICATES_URL", f"http://127.0.0.1:{port}/")
    app = build(settings(check_identity=True, callers=PUSHER), ACCOUNTS, memory_adapters())
    response = call(app.relay, "POST", "/", headers={"Authorization": f"Bearer {a_token()}"})
    assert problem(response, 503, "UNAVAILABLE")["metadata"] == {"cause": "ConnectionError"}
    assert response.headers["Retry-After"]


def test_the_account_of_a_token_is_who_did_it() -> None:
    app = build(settings(check_identity=True, callers=PUSHER), ACCOUNTS, memory_adapters())
    headers = {"Authorization": f"Bearer {a_token()}", "X-Actor": "somebody-else"}
    assert call(by_our_certificates(app.operations), "POST", "/reconcile", {}, headers=headers).status_code == 200
    assert app.adapters.audit_log.newest(limit=1)[0].operation.actor.name == PUSHER


def test_health_needs_no_identity_and_outer_functions_leave_it_to_cloud_run() -> None:
    app = build(settings(check_identity=True), ACCOUNTS, memory_adapters())
    for api in (
        app.relay,
        app.tail,
        app.operations,
        app.rebuilds,
        app.reconcile,
        app.projection("profiles"),
        app.pull("profiles"),
    ):
        assert call(api, "GET", "/health/ready").status_code == 200
        assert call(api, "POST", "/" if api is not app.operations else "/reconcile").status_code == 401
    assert call(app.commands, "POST", "/accounts/7/create", {"name": "A", "address": "B"}).status_code == 201
    assert call(app.queries, "GET", "/profiles").status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SPANNER_EMULATOR_HOST", "localhost:9010"),
        ("PUBSUB_EMULATOR_HOST", "localhost:8085"),
        ("ONEWRITE_STORE", "memory"),
        ("ONEWRITE_CHECK_IDENTITY", "false"),
        ("ONEWRITE_SHOW_FAULTS", "true"),
        ("ONEWRITE_METRICS", "infra/metrics.json"),
    ],
)
def test_in_the_cloud_local_ways_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.delenv("SPANNER_EMULATOR_HOST", raising=False)
    monkeypatch.delenv("PUBSUB_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("K_SERVICE", "relay-outbox")
    monkeypatch.setenv("ONEWRITE_DOMAIN", "accounts:ACCOUNTS")
    assert Settings.read().check_identity
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match="are for local use"):
        Settings.read()
