"""How gunicorn serves the portal: a few processes with a few threads each, quiet unless it warns.

The portal is loaded once and then forked: with everything loaded frozen out of garbage collection
the workers share most of their memory, and no collection stops a request for long.
"""

import ctypes
import gc
import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "portal.kernel.fair.FairWorker"  # gthread that shares connections evenly
threads = 4
preload_app = True
# In memory, so that a slow disk does not look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
timeout = 60
graceful_timeout = 10
keepalive = 75
loglevel = "warning"
control_socket_disable = True


def on_starting(server):
    """Don't begin over a database that would forget what it acknowledged."""
    from portal.kernel import durable
    from wsgi import app

    durable.check(app)


def child_exit(server, worker):
    """Connections of a process that ended count no longer."""
    from portal.kernel.fair import gone

    gone(worker)


def when_ready(server):
    """Warm up, close what must not be shared by a fork – connections of database and queue – and freeze."""
    from portal.kernel.db import db
    from wsgi import app

    warm(app)
    app.extensions["queue"].storage.close()
    with app.app_context():
        db.engine.dispose()
    gc.collect()
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)  # else each worker fills and so copies the gaps that loading left
    gc.freeze()


def warm(app):
    """Do once, for all workers, what each would do at its first pages: read the languages, compile the templates."""
    from flask_babel import force_locale, format_date, gettext

    from config import LOCALES
    from portal.kernel import clock

    for locale in LOCALES:
        with app.test_request_context(), force_locale(locale):
            format_date(clock.today())
            gettext("")
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def post_worker_init(worker):
    """Leave what the worker's own start has added out of every later collection, too."""
    gc.collect()
    gc.freeze()
