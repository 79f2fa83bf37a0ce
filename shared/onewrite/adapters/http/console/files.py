"""The files of the console as responses; they are read once in a process, and never from the store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from flask import Request, Response

#: The media types of what is served; nothing else is.
MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
#: What the page may load and who may show it: scripts, styles and responses of its own host, nothing inline.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # A browser keeps a file, and asks each time whether it is still the same.
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True)
class ConsoleFile:
    content: bytes
    media_type: str

    def respond(self, request: Request) -> Response:
        response = Response(self.content, mimetype=None, content_type=self.media_type, headers=HEADERS)
        response.set_etag(sha256(self.content).hexdigest()[:16])
        response.make_conditional(request.environ)
        return response


@cache
def console_files() -> Mapping[str, ConsoleFile]:
    """Return every file by its path below this folder: `index.html`, `app/main.js`. Functions without it have none."""
    return dict(_found(files(__package__), ""))


def _found(folder: Traversable, path: str) -> Iterator[tuple[str, ConsoleFile]]:
    for entry in folder.iterdir():
        name = f"{path}{entry.name}"
        if entry.is_dir():
            yield from _found(entry, f"{name}/")
        elif media_type := MEDIA_TYPES.get(f".{name.rpartition('.')[2]}"):
            yield name, ConsoleFile(entry.read_bytes(), media_type)
