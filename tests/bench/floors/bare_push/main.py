"""The floor of a push: a function in the same server that does the least by Google's client, and nothing else."""

import os
from typing import Any

import functions_framework
from flask import Request, Response
from follow import follow  # type: ignore[import-not-found]
from google.cloud import spanner
from google.cloud.spanner_v1.pool import BurstyPool


class Sessions(BurstyPool):
    """Doesn't ask before each use whether a session is there, as multiplexed ones, which the emulator lacks, don't."""

    def _new_session(self) -> Any:
        session: Any = super()._new_session()  # type: ignore[no-untyped-call]
        session.exists = lambda: True
        return session


instance = spanner.Client(project=os.environ["ONEWRITE_PROJECT"]).instance(os.environ["ONEWRITE_INSTANCE"])
database = instance.database(os.environ["ONEWRITE_DATABASE"], pool=Sessions())  # type: ignore[no-untyped-call]


@functions_framework.http
def bare_push(request: Request) -> Response:
    """Take the same message as a projection's function; `GET` only tells that it is ready."""
    if request.method == "POST":
        stream, version = request.headers["ce-subject"], int(request.headers["ce-sequence"])
        follow(database, stream, version, look="look" in request.args)
    return Response(status=200)
