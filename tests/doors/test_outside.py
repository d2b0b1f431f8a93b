"""What leaves the house, and what several processes share: mail only, and one count of failed sign-ins."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from portal.accounts import passwords
from portal.accounts.models import Attempt
from portal.kernel import outbox
from portal.kernel.db import db

ROOT = Path(__file__).parents[2]
OUTWARD = {"aiohttp", "ftplib", "http", "httpx", "imaplib", "requests", "smtplib", "socket", "telnetlib", "urllib3"}
PROCESS = """
import json, sys
sys.path.insert(0, ".")
from portal import create_app
from tests.browse import Browser
url, folder, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
app = create_app({"TESTING": True, "PORTAL_DATA": folder, "SECRET_KEY": "a key for tests only",
                  "SQLALCHEMY_DATABASE_URI": url, "JOBS_URL": f"sqlite:///{folder}/jobs.db"})
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
with app.app_context():
    said = [Browser(app).post("/login", {"name": "13800000021", "password": "wrong"}).status_code for _ in range(times)]
print(json.dumps(said))
"""


@pytest.mark.promise("P50")
def test_only_the_outbox_speaks_to_other_machines():
    speaking = set()
    for path in (ROOT / "portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] in OUTWARD or name.startswith("urllib.request") for name in names):
                speaking.add(path.relative_to(ROOT).as_posix())
    assert speaking == {"portal/kernel/outbox.py"}
    assert set(outbox.deliverers) == {"mail"}


@pytest.mark.promise("P50")
def test_a_mail_goes_to_the_server_of_the_settings_whoever_it_is_for(app, session, monkeypatch):
    reached = []

    class Server:
        def __init__(self, host, port, timeout):
            reached.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def send_message(self, message):
            reached.append(message["To"])

    monkeypatch.setattr(outbox.smtplib, "SMTP", Server)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example:2525")
    outbox.deliver_mail({"to": "x@[127.0.0.1]", "subject": "s", "text": "t"})
    assert reached == [("mail.example", 2525), "x@[127.0.0.1]"]


@pytest.mark.promise("P34")
def test_two_processes_share_the_count_of_failed_sign_ins(own_app, tmp_path):
    with own_app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
        db.session.remove()
    each = passwords.MOST_ATTEMPTS
    command = [sys.executable, "-c", PROCESS, url, str(tmp_path), str(each)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    workers = [subprocess.Popen(command, **pipes) for _ in range(2)]
    try:
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:  # both at once
            worker.stdin.write("go\n")
            worker.stdin.flush()
        answers = [answer for worker in workers for answer in json.loads(worker.communicate(timeout=60)[0])]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert answers == [422] * 2 * each
    with own_app.app_context():
        assert db.session.query(Attempt).count() == each  # what comes after is not judged any more
        db.session.remove()
