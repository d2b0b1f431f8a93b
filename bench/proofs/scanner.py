"""An outside scanner walks every page of the map as each role and finds nothing; what is planted it finds.

wapiti runs in an environment of its own (`make setup-scan`), against a served portal with the demo network. It starts
from the URL map: one address of every reading door that the role can open, and the forms on those pages. Each module
has a limit of time. What it says is a finding, unless `EXCUSED` says why it is none.
"""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from bench.proofs.proof import Context, Figures, Proof
from bench.proofs.scanned import HOLES, PLANTED
from bench.proofs.served import ROOT, Served
from portal.accounts import actions as accounts
from portal.accounts.models import User
from portal.accounts.viewer import viewer_of
from portal.kernel.db import db

WAPITI = ROOT / ".venv-scan" / "bin" / "wapiti"
# Each door is tried by the first of them who can open it; the administrator comes last, since he may disable others.
ROLES = {
    "nobody": "", "clerk": "13800000022", "owner": "13800000021", "rm": "13800000011", "office": "13800000002",
    "admin": "13800000001",
}  # fmt: skip
MODULES = (
    "sql", "xss", "exec", "file", "crlf", "redirect", "csrf", "http_headers", "cookieflags", "csp", "ssrf", "xxe",
)  # fmt: skip
SECONDS = 10  # for each module and role
MOST_PAGES = 400  # looked at while looking for one address of every door
# What ends the scanner's own session, or leads the administrator to the second factor from then on.
LEFT_ALONE = ("/logout", "/account/password", "/account/sign-ins/*", "/settings/policy", "/static/*")
# What the scanner says that is no hole, by (category, a word of what it says), and why.
EXCUSED = {
    ("Secure Flag cookie", ""): "served on plain http of this machine; tests/doors/test_cookies.py looks behind TLS",
    ("HTTP Strict Transport Security (HSTS)", ""): "the same",
}


@dataclass
class Scan:
    """What one run of the scanner said."""

    findings: list[str] = field(default_factory=list)
    excused: int = 0
    pages: int = 0


def run(context: Context) -> Figures:
    set_up()
    with context.portal("sqlite", with_cast=False) as app:
        app.test_cli_runner().invoke(args=["demo", "--days", "14"], catch_exceptions=False)
        starts = {role: start_list(app, role) for role in ROLES}
        url, place = app.config["SQLALCHEMY_DATABASE_URI"], Path(app.config["PORTAL_DATA"])
        counters = context.folder / "counters"
        counters.mkdir()
        with Listener() as listener:
            # first, while nobody has been disabled by what the scanner sends off
            with ScannedPortal(url, place, {"PLANTED": "1"}) as portal:
                holes = [f"{PLANTED}/{name}?{query}" for name, (_, query, _) in HOLES.items()]
                planted = scan(portal, context.folder / "planted", starts["clerk"][0], holes, listener)
            scans, known, lost = {}, set(), []
            with ScannedPortal(url, place, {"PROMETHEUS_MULTIPROC_DIR": str(counters)}) as portal:
                for role, (cookie, doors) in starts.items():
                    paths = [path for door, path in sorted(doors.items()) if door not in known]
                    known |= doors.keys()
                    scans[role] = scan(portal, context.folder / role, cookie, paths, listener)
                    lost += [] if is_signed_in(portal, cookie) or not ROLES[role] else [role]
                requests = answered(portal)
        missed = readable(app) - known
    print(f"  no role opened: {', '.join(sorted(missed))}")
    for role, one in scans.items():
        print(f"  {role}: {one.pages} pages and forms, {len(one.findings)} findings, {one.excused} excused")
        print("".join(f"    {finding}\n" for finding in one.findings), end="")
    found = [name for name, (_, _, said) in HOLES.items() if any(is_of(name, said, f) for f in planted.findings)]
    return {
        "findings": sum(len(one.findings) for one in scans.values()) + len(listener.called),
        "excused": sum(one.excused for one in scans.values()),
        "doors": len(known),
        "doors_missed": len(missed),
        "pages": sum(one.pages for one in scans.values()),
        "requests": requests,
        "sessions_lost": len(lost),
        "planted": len(HOLES),
        "planted_found": len(found),
        "planted_missed": len(HOLES) - len(found),
    }


def is_of(name: str, said: str, finding: str) -> bool:
    """Whether a finding is the hole of this name, called what it is."""
    return finding.startswith(said) and f"{PLANTED}/{name} " in finding


def set_up() -> None:
    """Install the scanner where it is missing."""
    subprocess.run(["make", "--no-print-directory", "setup-scan"], cwd=ROOT, check=True)


# --- where to begin


def start_list(app: Any, role: str) -> tuple[str, dict[str, str]]:
    """Return a role's session cookie, and {door: an address} of every reading door that it can open."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = "scanner"
        if phone := ROLES[role]:
            session["_user_id"], session["_fresh"] = sign_in(app, phone), True
    found: dict[str, str] = {}
    waiting, seen = ["/", *plain_paths(app)], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        door = door_of(app, path)
        if path in seen or door in found or not door or door.startswith(("static", "machines")):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code == 200:
            found[door] = path
            waiting += links_of(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else []
        answer.close()
    return f"portal={client.get_cookie('portal').value}", found


def sign_in(app: Any, phone: str) -> str:
    """Sign a person of the demo network in; return the session's token."""
    with app.app_context():
        known = select(User).where(User.phone == phone).execution_options(scoped=User.reach())
        user = db.session.scalars(known).one()
        token = accounts.sign_in(user, by=viewer_of(user), browser="scanner")
        db.session.commit()
        db.session.remove()
    return token


def readable(app: Any) -> set[str]:
    """Return the reading doors that show a person something."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    return {rule.endpoint for rule in rules if not rule.endpoint.startswith(("static", "machines"))}


def plain_paths(app: Any) -> list[str]:
    """Return the paths of the map that need no argument."""
    return [str(rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]


def links_of(page: str) -> list[str]:
    """Return the paths that a page leads to, without their questions."""
    links = (piece.partition('"')[0] for piece in page.split('href="')[1:])
    return [urlsplit(link).path for link in links if link.startswith("/")]


def door_of(app: Any, path: str) -> str:
    """Return the endpoint behind a path, "" where there is none to read."""
    try:
        return str(app.url_map.bind("127.0.0.1").match(path, method="GET")[0])
    except Exception:
        return ""  # a redirect, another method, nothing


# --- scanning


class ScannedPortal(Served):
    """The build that `scanned.py` describes, under the configuration that scripts/serve uses."""

    def launch(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn.conf.py", "bench.proofs.scanned:app"]
        environment = {**self.environment, "PYTHONPATH": str(ROOT)}
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)


class Listener:
    """A host that the portal has no reason to call: whoever does was led there."""

    def __enter__(self) -> "Listener":
        self.called: list[str] = []
        called = self.called

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                of_scanner = self.path.startswith(("/get_", "/dtd"))  # it asks whether somebody called
                if not of_scanner:
                    called.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            do_HEAD = do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"


def scan(
    portal: Served,
    folder: Path,
    cookie: str,
    paths: list[str],
    listener: Listener,
) -> Scan:
    """Let the scanner loose on these pages and their forms; each module has so many seconds."""
    folder.mkdir()
    base, report = f"http://127.0.0.1:{portal.port}", folder / "report.json"
    command = [
        str(WAPITI), "-u", f"{base}{paths[0]}", "--scope", "domain", "-d", "1", "--max-links-per-page", "0",
        "-C", cookie, "-m", ",".join(MODULES), "--tasks", "8", "-t", "10",
        "--max-scan-time", "60", "--max-attack-time", str(SECONDS), "--endpoint", listener.address,
        "--dns-endpoint", "localhost",
        "--skip", "csrf_token", "--skip", "_key",
        "-f", "json", "-o", str(report), "--store-session", str(folder), "--store-config", str(folder),
        "--flush-session", "--no-bugreport", "-v", "0",
    ]  # fmt: skip
    for path in paths:
        command += ["-s", f"{base}{path}"]
    for path in LEFT_ALONE:
        command += ["-x", f"{base}{path}"]
    with (folder / "log").open("wb") as log:
        environment = {**os.environ, "HOME": str(folder)}
        subprocess.run(command, stdout=log, stderr=log, env=environment, timeout=600, check=True)
    return judged(json.loads(report.read_text()))


def judged(report: dict[str, Any]) -> Scan:
    """Sort what a report says into findings and what is excused."""
    one = Scan(pages=report["infos"].get("crawled_pages_nbr", 0))
    for kind in ("vulnerabilities", "anomalies"):
        for category, items in report[kind].items():
            for item in items:
                excuse = any(category == known and word in item["info"] for known, word in EXCUSED)
                one.excused += excuse
                if not excuse:
                    said = f"{category}: {item['method']} {item['path']} {item['parameter'] or ''} – {item['info']}"
                    one.findings.append(said)
    return one


def is_signed_in(portal: Served, cookie: str) -> bool:
    """Whether the session lived to the end; otherwise the scanner looked at the sign-in form from then on."""
    asked = urllib.request.Request(f"http://127.0.0.1:{portal.port}/account", headers={"Cookie": cookie})
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


def answered(portal: Served) -> int:
    """Return how many requests the portal has answered, all its processes together."""
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return int(sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("portal_requests_total{")))


PROOF = Proof("scanner", run, zero=("findings", "planted_missed", "sessions_lost"))
