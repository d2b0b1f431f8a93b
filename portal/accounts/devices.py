"""Browsers that someone signed in with before: known by a random name that the portal signed into a cookie."""

import ipaddress
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.accounts.viewer import new_token

KEPT_FOR = 31536000  # seconds: a year since the last sign-in
# who shares a network is counted together: whoever has one address of it can have the others
WIDTH = {4: 24, 6: 56}


def named() -> str:
    """Return this browser's random name, "" where it has none of ours."""
    try:
        name = _signer().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return ""
    return name if isinstance(name, str) else ""


def remember(answer: Any, name: str) -> None:
    """Let the browser keep its name; signing out leaves it, since it opens nothing."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(_cookie(), _signer().dumps(name), max_age=KEPT_FOR, samesite="Lax", httponly=True, secure=secure)


def new_name() -> str:
    return new_token()


def network_of(address: str | None) -> str:
    """Return the network that an address lies in, "" for what is none."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((found, WIDTH[found.version]), strict=False))


def _cookie() -> str:
    return "__Host-portal-device" if current_app.config["SESSION_COOKIE_SECURE"] else "portal_device"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")
