"""Logs and metrics: one JSON line an event, without personal data; counters by route name, never by address."""

import os
import time

import structlog
from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from sqlalchemy import literal, select

from portal.kernel.db import db

log = structlog.get_logger()
requests = Counter("portal_requests_total", "Answers by route and status", ["route", "status"])
seconds = Histogram("portal_request_seconds", "Time to answer by route", ["route"])


def start() -> None:
    g.started = time.perf_counter()


def finish(answer: Response) -> Response:
    route = request.endpoint or "none"
    requests.labels(route, answer.status_code).inc()
    seconds.labels(route).observe(time.perf_counter() - g.get("started", time.perf_counter()))
    return answer


def health() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


def ready() -> Response:
    """Say whether the database answers."""
    db.session.execute(select(literal(1)))
    return Response("ready\n", mimetype="text/plain")


def metrics() -> Response:
    """Show the counters to allowed addresses only."""
    if request.remote_addr not in current_app.config["METRICS_FROM"]:
        abort(404)
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), mimetype=CONTENT_TYPE_LATEST)
    return Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)


def init_app(app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        cache_logger_on_first_use=True,
    )
    from portal.kernel.door import PUBLIC, Room

    room = Room("machines", __name__, title="Machines", prefix="")
    room.get("/healthz", needs=PUBLIC)(health)
    room.get("/readyz", needs=PUBLIC)(ready)
    room.get("/metrics", needs=PUBLIC)(metrics)
    app.register_blueprint(room)
    app.before_request(start)
    app.after_request(finish)
