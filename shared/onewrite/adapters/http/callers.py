"""Who calls: everybody may, unless a function checks it."""

from typing import Final

from flask import Request

#: The key of the caller's account (its e-mail) in the environment of a request that was allowed.
CALLER: Final = "onewrite.caller"


def anyone(_: Request) -> None:
    """Allow every request: Cloud Run alone decides who may call."""
