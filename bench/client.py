"""The client of the measurements: a few kept connections, cheap enough to leave the machine to the server.

Requests are written out before the clock starts, and answers are read no further than their length says:
what is measured is the server's work, not a library's.
"""

import gc
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

ACCEPT = "gzip, deflate, br, zstd"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(r"\r\nset-cookie: *([^=;\r\n]+)=([^;\r\n]*)", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrf-token" content="([^"]+)"')
FIELD = re.compile(rb'name="(?:csrf_token|csrfmiddlewaretoken)"[^>]*value="([^"]+)"')


class Answer(NamedTuple):
    status: int
    head: str
    body: bytes


class Line:
    """One kept connection to a server of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self.socket.close()

    def ask(self, request: bytes) -> Answer:
        """Send a request and read its whole answer."""
        self.socket.sendall(request)
        read = self.socket.recv(65536)
        while (end := read.find(b"\r\n\r\n")) < 0:
            read += self.more()
        head = read[: end + 2]
        status = int(head[9:12])
        found = LENGTH.search(head)
        if found is None and status not in (204, 304):
            raise OSError(f"an answer without a length: {head!r}")
        missing = end + 4 + (int(found[1]) if found else 0) - len(read)
        parts = [read[end + 4 :]]
        while missing > 0:
            parts.append(part := self.more())
            missing -= len(part)
        return Answer(status, head.decode("latin-1"), b"".join(parts))

    def more(self) -> bytes:
        if not (part := self.socket.recv(262144)):
            raise OSError("the server closed the connection in the middle of an answer")
        return part


@dataclass
class Visitor:
    """Someone who signs in for real and keeps cookies, as a browser does."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        self.line = Line(self.port)

    def anew(self) -> None:
        """Open another connection, so that chance deals the connections to the workers again."""
        self.line.close()
        self.line = Line(self.port)

    def written(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """Write a request out, with the cookies of now."""
        sent = {
            "Host": f"127.0.0.1:{self.port}",
            "User-Agent": "bench",
            "Accept": "text/html,*/*",
            "Accept-Encoding": ACCEPT,
            "Accept-Language": "zh-CN",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def get(self, path: str) -> Answer:
        """Read a page uncompressed, to find tokens in it."""
        return self.heard(self.line.ask(self.written("GET", path, Accept_Encoding="identity")))

    def post(self, path: str, form: dict[str, str]) -> Answer:
        return self.heard(self.line.ask(self.form(path, form)))

    def form(self, path: str, form: dict[str, str]) -> bytes:
        """Write a form's request out."""
        kind = "application/x-www-form-urlencoded"
        return self.written("POST", path, urlencode(form).encode(), Content_Type=kind)

    def json(self, path: str, body: bytes) -> bytes:
        """Write a JSON request out, with the page's token."""
        return self.written("POST", path, body, Content_Type="application/json", X_CSRFToken=self.token)

    def heard(self, answer: Answer) -> Answer:
        self.cookies.update(COOKIE.findall("\r\n" + answer.head))
        return answer

    def sign_in(self, name: str, password: str) -> "Visitor":
        """Sign in to the portal by its form."""
        token = self.field(self.get("/login"))
        answer = self.post("/login", {"name": name, "password": password, "csrf_token": token, "next": "/account"})
        if answer.status != 303:
            raise SystemExit(f"{name} could not sign in: {answer.status}")
        page = self.get("/account")
        found = TOKEN.search(page.body)
        if page.status != 200 or found is None:
            raise SystemExit(f"{name} has no page after signing in: {page.status}")
        self.token = found[1].decode()
        return self

    def field(self, answer: Answer) -> str:
        """Return the token in a page's form."""
        if (found := FIELD.search(answer.body)) is None:
            raise SystemExit(f"no form with a token: {answer.status}")
        return found[1].decode()


@dataclass
class Taken:
    """What a load took: seconds of each answer, of all, and the answers that were not as wanted."""

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    wrong: list[Answer] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.elapsed

    def ms(self, share: float) -> float:
        """Return the milliseconds under which this share of the answers stayed."""
        return percentile(self.seconds, share) * 1000

    def insist(self, what: str) -> "Taken":
        """End the run when an answer was not as wanted: a quick refusal is no figure."""
        if self.wrong:
            first = self.wrong[0]
            raise SystemExit(f"{what}: {len(self.wrong)} wrong answers, first {first.status} {first.body[:300]!r}")
        return self


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep this process's own pauses out of what it measures."""
    interval = sys.getswitchinterval()
    gc.collect()
    gc.disable()
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.enable()


Lane = tuple[Line, Iterator[bytes]]


def together(lanes: Sequence[Lane], *, seconds: float, right: Callable[[Answer], bool]) -> Taken:
    """Let clients ask at the same time, each its next request when it has the answer, for so many seconds."""
    taken, start = Taken(), threading.Barrier(len(lanes) + 1)
    ends: list[float] = []

    def client(line: Line, requests: Iterator[bytes]) -> None:
        start.wait()
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until and (request := next(requests, None)) is not None:
            answer = line.ask(request)
            taken.seconds.append(time.perf_counter() - begun)
            if not right(answer):
                taken.wrong.append(answer)
        ends.append(time.perf_counter())

    threads = [threading.Thread(target=client, args=lane, daemon=True) for lane in lanes]
    with quiet():
        for thread in threads:
            thread.start()
        start.wait()
        begun = time.perf_counter()
        for thread in threads:
            thread.join()
    if len(ends) < len(lanes):
        raise SystemExit("a client broke off; its error is above")
    taken.elapsed = max(ends) - begun
    return taken


def repeated(line: Line, request: bytes, times: int, *, seconds: float = 60) -> Taken:
    """Ask the same thing over and over by one client, so often or so long."""
    return together([(line, iter([request] * times))], seconds=seconds, right=lambda answer: answer.status == 200)
