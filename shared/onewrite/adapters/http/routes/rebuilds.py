"""POST /: a message of the rebuild queue that asks for a worker."""

from collections.abc import Callable
from functools import partial

from onewrite.adapters.cloudevents import rebuild_of
from onewrite.adapters.http.api import Api, Route
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.routes.messages import acknowledged
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild


def rebuilds_api(work: WorkOnRebuild, check_ready: Callable[[], None]) -> Api:
    """Return the API of `rebuild_views`, which takes messages `generation … of … is being built`."""
    described = partial(describe_inner.message, "A generation is being built", subject="projection/generation")
    take = partial(acknowledged, lambda message: work(*rebuild_of(message)))
    return Api("rebuilds", [Route("POST", "/", take, described, traced="no")], check_ready)
