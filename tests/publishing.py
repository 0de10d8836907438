"""A publisher's server on this machine, with the faults that servers have."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What a server offers by path, how it misbehaves, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    breaks: dict[str, int] = field(default_factory=dict)  # path: bytes before the line is cut
    times: int = 1  # how often it breaks
    statuses: dict[str, list[int]] = field(default_factory=dict)  # answers before the file
    onward: dict[str, str] = field(default_factory=dict)
    stall: float = 0.0
    tags: bool = True
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0
    port: int = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def _handler(served: Served) -> type[BaseHTTPRequestHandler]:  # noqa: C901
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            plain = self.path.partition("?")[0]
            if served.statuses.get(plain):
                return self._short(served.statuses[plain].pop(0))
            if plain in served.onward:
                return self._short(302, served.onward[plain])
            body = served.files.get(plain)
            return self._short(404) if body is None else self._send(plain, body)

        def _short(self, status: int, location: str | None = None) -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _send(self, path: str, body: bytes) -> None:
            tag = f'"{hash(body)}"'
            start = 0
            wanted = self.headers.get("Range")
            if served.tags and wanted and self.headers.get("If-Range") == tag:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(body) > 0:
                return self._short(416)
            self.send_response(206 if start else 200)
            if served.tags:
                self.send_header("ETag", tag)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            time.sleep(served.stall)
            cut = served.breaks.get(path) if served.times > 0 else None
            part = body[start:] if cut is None else body[start : start + cut]
            self.wfile.write(part)
            served.sent += len(part)
            if cut is not None:
                served.times -= 1
                self.wfile.flush()
                self.connection.close()
                self.close_connection = True
            return None

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def publishing(served: Served) -> Iterator[Served]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served))
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
