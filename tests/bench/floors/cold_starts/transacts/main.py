"""The floor of a function that reads and writes in a transaction: one row each."""

import os
from typing import Any

import functions_framework
from flask import Request, Response
from google.cloud import spanner

client = spanner.Client(project=os.environ["ONEWRITE_PROJECT"])
database = client.instance(os.environ["ONEWRITE_INSTANCE"]).database(os.environ["ONEWRITE_DATABASE"])
PROFILE = ("generation", "account_id", "name")


@functions_framework.http
def transacts(request: Request) -> Response:
    def work(transaction: Any) -> None:
        list(transaction.read("streams", ("stream_id", "version"), spanner.KeySet(keys=[["account-7"]])))
        transaction.insert_or_update("profiles", PROFILE, [[99, "7", "Ada"]])

    database.run_in_transaction(work)
    return Response(status=204)
