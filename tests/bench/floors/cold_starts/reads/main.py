"""The floor of a function that reads: one row, by its key."""

import os

import functions_framework
from flask import Request, Response
from google.cloud import spanner

client = spanner.Client(project=os.environ["ONEWRITE_PROJECT"])
database = client.instance(os.environ["ONEWRITE_INSTANCE"]).database(os.environ["ONEWRITE_DATABASE"])


@functions_framework.http
def reads(request: Request) -> Response:
    with database.snapshot() as snapshot:
        rows = list(snapshot.read("streams", ("stream_id", "version"), spanner.KeySet(keys=[["account-7"]])))
    return Response(f"{rows}")
