"""The operations of the system that the environment names, carried out in this process."""

from json import dumps, loads
from typing import Any

from onewrite.adapters.http.requests.json_models import model_of
from onewrite.adapters.logging import start_logging
from onewrite.adapters.operations.acts import acts_of
from onewrite.adapters.operations.reads import reads_of
from onewrite.adapters.timestamps import timestamp
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import app
from onewrite.cli.messages import MessageHandler
from onewrite.cli.systems.foreign_errors import in_our_words
from onewrite.cli.systems.operations import given, this_user


class InProcess:
    """Google's clients are imported here, which takes a second."""

    def __init__(self) -> None:
        start_logging(MessageHandler())
        with in_our_words():
            operate = app().operate
        self._reads, self._acts = reads_of(operate), acts_of(operate)

    def read(self, name: str, **fields: Any) -> Any:
        wanted = self._reads[name]
        with in_our_words():
            return _plain(wanted.run(model_of(wanted.model, _json(given(fields))), Actor(this_user())))

    def act(self, name: str, **fields: Any) -> Any:
        wanted, actor = self._acts[name], Actor(this_user(), fields.get("reason"))
        with in_our_words():
            return _plain(wanted.run(model_of(wanted.model, _json(given(fields))), actor))


def _json(value: Any) -> bytes:
    return dumps(value, default=timestamp).encode()


def _plain(report: Any) -> Any:
    """Return the report as it is when it comes over HTTP."""
    return loads(_json(report))
