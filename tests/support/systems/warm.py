"""Python processes that start warm: forked from a server that has imported Google's clients, which costs a second each.

All else is as usual: each is a process of its own, in a group of its own, gets real signals and its own settings.
That they start from nothing too is proven in tests/integration/local_run. They import this module, so it imports
nothing that they would not.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection, wait
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import IO, Any

#: What functions load when they are first called.
ROUTES = ("changes", "commands", "metrics", "operations", "pushes", "queries", "rebuilds", "reconcile", "relay")
WIRING = ("commands", "operations", "pulls", "pushes", "queries", "rebuilds", "relays")
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(
    [
        "functions_framework._cli",
        "functions_framework._http.gunicorn",
        "google.cloud.pubsub_v1",
        "gunicorn.app.base",
        "gunicorn.workers.gthread",
        "onewrite.adapters.pubsub",
        "onewrite.adapters.spanner.changes",
        "onewrite.bootstrap",
        "onewrite.cli",
        *(f"onewrite.adapters.http.routes.{name}" for name in ROUTES),
        *(f"onewrite.bootstrap.wiring.{name}" for name in WIRING),
    ]
)
#: Whoever starts a process asks after the others too, and the end of each can be read once only.
LOCK = Lock()


class WarmProcess:
    """Runs `python -m MODULE …`, `python -c CODE …` or `python -P FILE …`, and is used like a `subprocess.Popen`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: object,
        stdout: IO[Any],
        stderr: IO[Any],
        **_: object,
    ) -> None:
        leads, led = SERVER.Pipe(duplex=False)
        options = command[1:], dict(env), str(cwd), (os.devnull, stdout.name, stderr.name), led
        self._process = SERVER.Process(target=_run, args=options, daemon=True)
        with LOCK:
            self._process.start()
        led.close()
        leads.recv()
        self.args, self.pid = command, self._process.pid

    @property
    def returncode(self) -> int | None:
        with LOCK:
            return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        wait([self._process.sentinel], timeout)
        if (code := self.returncode) is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code


def _run(command: Sequence[str], env: dict[str, str], cwd: str, streams: Sequence[str], led: Connection) -> None:
    """Become the process that the command describes, once it leads a group of its own."""
    os.setsid()
    led.send(None)
    led.close()
    for number, path in enumerate(streams):
        file = os.open(path, os.O_RDWR | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    flag, code, *arguments = command
    sys.path[:0] = [*([] if flag == "-P" else [cwd]), *filter(None, env.get("PYTHONPATH", "").split(os.pathsep))]
    sys.argv = [flag, *arguments]
    if flag == "-m":
        runpy.run_module(code, run_name="__main__", alter_sys=True)
    elif flag == "-P":
        runpy.run_path(code, run_name="__main__")
    else:
        exec(code, {"__name__": "__main__"})


def start(command: Sequence[str], **options: Any) -> Any:
    """Start a Python process warm, any other one as usual."""
    is_python = command[0] == sys.executable and command[1] in {"-m", "-c"}
    return (WarmProcess if is_python else subprocess.Popen)(command, **options)


def run(command: Sequence[str], *, timeout: float, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a Python process warm to its end; return what it wrote."""
    with NamedTemporaryFile("r") as out, NamedTemporaryFile("r") as err:
        code = WarmProcess(command, stdout=out, stderr=err, **options).wait(timeout)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())
