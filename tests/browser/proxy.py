"""A line between a tablet and the portal that can be cut, and that loses answers to what the portal has stored."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Line:
    """`address` leads to the portal. While `is_cut` nothing comes; of the answers to `path` every nth is lost."""

    def __init__(self, port: int, path: str, every: int) -> None:
        self.port, self.path, self.every = port, path, every
        self.is_cut, self.lost, self.passed, self.asked = False, 0, 0, count(1)
        self.address = ""

    def loses(self, path: str) -> bool:
        """Whether this answer is lost; the first is, then every nth."""
        return path.startswith(self.path) and next(self.asked) % self.every == 1


@contextmanager
def line(address: str, path: str, every: int = 3) -> Iterator[Line]:
    """Lead to the portal at `address` until the block ends."""
    found = Line(int(address.rpartition(":")[2]), path, every)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (_Passing,), {"line": found}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


class _Passing(BaseHTTPRequestHandler):
    line: Line

    def do_GET(self) -> None:
        self.lead()

    def do_POST(self) -> None:
        self.lead()

    def lead(self) -> None:
        self.close_connection = True
        if self.line.is_cut:
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
        portal = http.client.HTTPConnection("127.0.0.1", self.line.port, timeout=60)
        try:
            portal.request(self.command, self.path, body, dict(self.headers) | {"Connection": "close"})
            answer = portal.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):  # nobody is there, or ended in the middle
            return
        finally:
            portal.close()
        if self.line.loses(self.path):
            self.line.lost += 1
            return
        self.line.passed += 1
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words: object) -> None:
        """Nobody reads it."""
