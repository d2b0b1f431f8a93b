"""The portal and its job worker, started side by side and stopped by a signal."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

SERVE = Path(__file__).parents[2] / "scripts" / "serve"


def test_a_portal_that_is_told_to_stop_says_so_and_ends_well(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    facts = {**os.environ, "PORT": str(port), "PORTAL_DATA": str(tmp_path), "WEB_WORKERS": "1"}
    facts.pop("DATABASE_URL", None)
    with subprocess.Popen([sys.executable, SERVE], env=facts, stdout=subprocess.PIPE, text=True) as portal:
        assert portal.stdout is not None
        said = next((line for line in portal.stdout if "Ctrl-C stops it" in line), "")
        portal.send_signal(signal.SIGTERM)
        rest = portal.stdout.read()
    assert said and rest.strip().splitlines()[-1] == "Stopped." and portal.returncode == 0
