"""The outbox: what leaves the house is a row of the transaction that caused it, delivered afterwards."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import select

from portal.kernel.clock import now
from portal.kernel.db import aside
from portal.kernel.jobs import Outgoing

MOST_TRIES = 8


def deliver_all() -> int:
    """Deliver what waits; a message that keeps failing stays, with its trouble. Returns how many were tried."""
    with aside() as session:
        waiting = list(
            session.scalars(select(Outgoing).where(Outgoing.sent_at.is_(None), Outgoing.tries < MOST_TRIES).limit(100))
        )
        session.expunge_all()
    for message in waiting:
        trouble = ""
        try:
            deliverers[message.kind](message.payload)
        except Exception as error:
            trouble = type(error).__name__
        with aside() as session:
            row = session.get_one(Outgoing, message.id)
            row.tries += 1
            row.trouble = trouble
            row.sent_at = None if trouble else now()
    return len(waiting)


def mail_is_configured() -> bool:
    return bool(current_app.config["SMTP_URL"])


def deliver_mail(payload: dict[str, Any]) -> None:
    """Send one mail by SMTP (`SMTP_URL`: smtp://user:password@host:port, smtps:// for TLS from the start)."""
    url = urlsplit(current_app.config["SMTP_URL"])
    message = EmailMessage()
    message["From"] = unquote(url.username or "portal@localhost")
    message["To"] = payload["to"]
    message["Subject"] = payload["subject"]
    message.set_content(payload["text"])
    connect = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with connect(url.hostname or "", url.port or 0, timeout=20) as server:
        if url.username and url.password:
            server.login(unquote(url.username), unquote(url.password))
        server.send_message(message)


deliverers: dict[str, Callable[[dict[str, Any]], None]] = {"mail": deliver_mail}
