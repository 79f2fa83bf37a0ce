"""Refuses what a page of somebody else had a browser send: the browser may hold an operator's rights.

Such a page is told nothing, but a look at all streams costs what it costs, whoever had it made. A proxy on the
operator's machine, or the cookie of a login, adds these rights to whatever the browser sends.
"""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from flask import Request

from onewrite.adapters.http.refusals import ForeignPage

#: Sent by browsers: by the page itself, or by nobody's page.
OWN: Final = frozenset({"same-origin", "none"})


def refuse_foreign_pages(request: Request) -> None:
    """Raise ForeignPage for what a browser says, or may hide, that another page has sent. Programs say nothing of it.

    A proxy on the operator's machine changes the host that a request names, so a page of that machine is let through
    if the browser calls it the same. A page elsewhere whose name was made to lead to that machine is refused.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in OWN:
        raise ForeignPage
    if origin is not None and not (origin == f"https://{request.host}" or _is_of_this_machine(origin)):
        raise ForeignPage


def _is_of_this_machine(origin: str) -> bool:
    try:
        host = urlsplit(origin).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
