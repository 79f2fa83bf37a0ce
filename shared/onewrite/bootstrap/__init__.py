"""The composition root: the only package that chooses adapters."""

import sys

import onewrite.bootstrap.cold_start  # noqa: F401 - before all else
from onewrite.bootstrap.adapters import Adapters, adapters_of, cloud_adapters, embedded_adapters, memory_adapters
from onewrite.bootstrap.app import App
from onewrite.bootstrap.process import app, build, forget_app

__all__ = [
    "Adapters",
    "App",
    "adapters_of",
    "app",
    "build",
    "cloud_adapters",
    "embedded_adapters",
    "forget_app",
    "memory_adapters",
]

if "functions_framework" in sys.modules:
    # A function loads this module before the framework starts its server.
    from onewrite.bootstrap.server import serve_with_time_limits

    serve_with_time_limits()
