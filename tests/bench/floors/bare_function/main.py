"""The floor of a request: a function of the same framework that validates the body, and responds with it."""

from typing import Annotated

import functions_framework
from flask import Request, Response
from pydantic import BaseModel, ConfigDict, Field


class ChangeAddress(BaseModel):
    """The body of the command, with its limits."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    address: Annotated[str, Field(min_length=1, max_length=500)]


@functions_framework.http
def bare_function(request: Request) -> Response:
    body = ChangeAddress.model_validate_json(request.get_data())
    return Response(body.model_dump_json(), mimetype="application/json")
