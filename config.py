"""Settings, read once from the environment; a wrong value stops the start with one clear sentence."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALES = ("zh_Hans_CN", "en")


class WrongSetting(SystemExit):
    """A setting that cannot be used: the process ends with this sentence."""


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the Flask configuration that the environment asks for."""
    env = one_of(environ, "PORTAL_ENV", ("development", "production"), "development")
    data = data_folder(environ)
    return {
        "PORTAL_ENV": env,
        "PORTAL_DATA": data,
        "SECRET_KEY": secret_key(environ, env, data),
        "SQLALCHEMY_DATABASE_URI": database_url(environ, data),
        "SQLALCHEMY_TRACK_MODIFICATIONS": False,
        "JOBS_URL": environ.get("JOBS_URL") or f"sqlite:///{data / 'jobs.db'}",
        "PORTAL_TZ": time_zone(environ),
        "PORTAL_LOCALE": one_of(environ, "PORTAL_LOCALE", LOCALES, LOCALES[0]),
        "METRICS_FROM": [
            a.strip() for a in environ.get("METRICS_FROM", "127.0.0.1,::1").split(",") if a.strip()
        ],
        "SMTP_URL": environ.get("SMTP_URL", ""),
        "PORTAL_URL": portal_url(environ),
        "TRUSTED_PROXIES": whole_number(environ, "TRUSTED_PROXIES", 0),
        "MAX_CONTENT_LENGTH": 256 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_NAME": "__Host-portal" if env == "production" else "portal",
        "SESSION_COOKIE_SECURE": env == "production",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = environ.get(name) or default
    if value not in allowed:
        raise WrongSetting(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdigit():
        raise WrongSetting(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def data_folder(environ: Mapping[str, str]) -> Path:
    folder = Path(environ.get("PORTAL_DATA") or "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise WrongSetting(f"PORTAL_DATA is {folder}, which cannot be made: {trouble.strerror}.") from None
    if not os.access(folder, os.W_OK):
        raise WrongSetting(f"PORTAL_DATA is {folder}, which this user may not write to.")
    return folder


def secret_key(environ: Mapping[str, str], env: str, data: Path) -> str:
    """Return the signing key; outside production it is made once and kept in the data folder."""
    if given := environ.get("SECRET_KEY"):
        if len(given) < 16:
            raise WrongSetting("SECRET_KEY is shorter than 16 characters.")
        return given
    if env == "production":
        raise WrongSetting("SECRET_KEY is missing; it is required when PORTAL_ENV=production.")
    kept = data / "secret-key"
    if not kept.exists():
        try:
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
    return kept.read_text()


def database_url(environ: Mapping[str, str], data: Path) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{data / 'portal.db'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            url = "postgresql+psycopg://" + url.removeprefix(short)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting("DATABASE_URL must start with sqlite:/// or postgresql://.")
    return url


def portal_url(environ: Mapping[str, str]) -> str:
    """Return the address people reach the portal at; links in mail are made of it, never of a request's host."""
    url = environ.get("PORTAL_URL", "")
    if url and not url.startswith(("http://", "https://")):
        raise WrongSetting("PORTAL_URL must start with http:// or https://.")
    return url


def time_zone(environ: Mapping[str, str]) -> str:
    name = environ.get("PORTAL_TZ") or "Asia/Shanghai"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(f"PORTAL_TZ is {name!r}, which is not a time zone.") from None
    return name
