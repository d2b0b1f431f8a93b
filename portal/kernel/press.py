"""Draws HTML from standard input as PDF to standard output: a program of its own, so that no server holds its memory.

`python press.py SHEET` takes a file of CSS. Nothing but `data:` addresses is fetched.
"""

import os
import sys
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired, run
from threading import BoundedSemaphore, Lock

LONGEST = 40  # seconds
MOST_ASKED = 2  # papers at once in a server's process: who waits for one holds a thread that tills and pages need
_one_at_a_time = Lock()  # a paper takes a second of a core: nobody's till waits for ten of them
places = BoundedSemaphore(MOST_ASKED)


class TooManyPapers(Exception):
    """Others wait for their papers already."""


def printed(html: str, sheet: Path) -> bytes:
    """Return the PDF. Raises TooManyPapers, or OSError where it cannot be drawn, as without the system's Pango."""
    command = [sys.executable, __file__, str(sheet)]
    if not places.acquire(blocking=False):
        raise TooManyPapers
    try:
        with _one_at_a_time:
            return run(command, input=html.encode(), capture_output=True, check=True, timeout=LONGEST).stdout
    except (CalledProcessError, TimeoutExpired) as trouble:
        raise OSError(f"the PDF was not drawn: {(trouble.stderr or b'')[-500:]!r}") from trouble
    finally:
        places.release()


def main(sheet: str) -> None:
    # a script finds its own folder first, and there are modules here that are called as others are
    sys.path = [path for path in sys.path if Path(path) != Path(__file__).parent]
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = sys.stdin.buffer.read().decode()
    inside_only = URLFetcher(allowed_protocols=("data",))
    HTML(string=html, url_fetcher=inside_only).write_pdf(sys.stdout.buffer, stylesheets=[sheet])
    sys.stdout.buffer.flush()
    # at once: a thread of the fonts' library that still runs while that is taken apart has crashed a finished paper
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
