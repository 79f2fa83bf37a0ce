"""The base of models of requests, responses and reports."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A model whose validator is built when it is first used: of all that a process imports it uses few."""

    model_config = ConfigDict(defer_build=True)
