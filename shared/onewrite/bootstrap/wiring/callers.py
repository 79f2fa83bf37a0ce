"""Wiring of who may call the inner functions."""

from collections.abc import Callable

from flask import Request

from onewrite.adapters.http.identity import CheckIdentity, GoogleCertificates
from onewrite.adapters.http.login import KEYS_URL, CheckLogin
from onewrite.settings import Settings, is_in_cloud


def wire_check(settings: Settings) -> Callable[[Request], None]:
    callers = frozenset(filter(None, settings.callers.split(",")))
    by_token = CheckIdentity(callers=callers, read_certificates=GoogleCertificates(), in_cloud=is_in_cloud())
    if not settings.iap_project_number:
        return by_token
    return CheckLogin(settings.iap_project_number, GoogleCertificates(KEYS_URL), otherwise=by_token)
