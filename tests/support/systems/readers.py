"""Readers who ask `answer_queries` the same over and over; every response has to be a good one."""

from typing import Any

import httpx

from tests.support.http.curl import Caller


class Reader:
    """`seen` is what it was told last."""

    def __init__(self, caller: Caller, path: str) -> None:
        self.seen: Any = None
        self._caller = caller
        self._path = path

    def ask(self) -> None:
        told = self._caller.get(self._path)
        assert told.status_code == httpx.codes.OK, f"{self._path}: {told.status_code} {told.text}"
        self.seen = told.json()
