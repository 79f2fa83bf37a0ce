"""Models whose validators are built when they are first used: what is wrong with one is noticed here, before that."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pkgutil import walk_packages
from threading import Barrier

import pytest
from pydantic import PydanticUndefinedAnnotation

from onewrite.adapters import http, operations
from onewrite.adapters.models import Model

THREADS = 8


def models_of(base: type[Model]) -> Iterator[type[Model]]:
    for model in base.__subclasses__():
        yield model
        yield from models_of(model)


def test_each_model_can_be_built() -> None:
    for package in (http, operations):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    models = {model for model in models_of(Model) if model.__module__.startswith("onewrite.")}
    assert len(models) > 60
    for model in models:
        model.model_rebuild(raise_errors=True)


def test_a_model_that_names_none_can_not() -> None:
    class Wrong(Model):
        other: "Missing"  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(PydanticUndefinedAnnotation):
        Wrong.model_rebuild(raise_errors=True)


def test_a_model_is_built_by_many_threads_that_need_it_at_once() -> None:
    class Part(Model):
        name: str

    class Whole(Model):
        parts: list[Part]

    together = Barrier(THREADS)

    def read(_: int) -> str:
        together.wait()
        return Whole.model_validate({"parts": [{"name": "a"}]}).model_dump_json()

    with ThreadPoolExecutor(THREADS) as pool:
        assert {*pool.map(read, range(THREADS))} == {'{"parts":[{"name":"a"}]}'}
