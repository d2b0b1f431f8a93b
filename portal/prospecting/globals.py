"""What every page knows of prospecting: where to ask which appointments are near."""

from flask import Flask
from flask_login import current_user

from portal.kernel.page import addresses
from portal.kernel.rights import Can

SOON = addresses("prospecting.show_soon")


def soon() -> dict[str, str]:
    return {"soon_url": SOON() if current_user.is_authenticated and current_user.may(Can.PROSPECT) else ""}


def init_app(app: Flask) -> None:
    app.context_processor(soon)
