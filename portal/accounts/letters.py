"""Letters to people: a sentence and where to read on, in their language, if mail is set up and they have an address."""

from collections.abc import Callable

from flask import current_app
from flask_babel import force_locale

from portal.accounts.models import User
from portal.kernel import outbox
from portal.kernel.jobs import send
from portal.kernel.languages import language_of
from portal.kernel.words import say


def mail(person: User | None, subject: str, path: str, text: Callable[[str], str]) -> bool:
    """Put a letter to somebody into the outbox; `text` gets the link. Return whether there is one."""
    address = current_app.config.get("PORTAL_URL")
    if not (outbox.mail_is_configured() and address and person and person.is_active and person.email):
        return False
    link = f"{str(address).rstrip('/')}{path}"
    with force_locale(language_of(person.locale)):
        send("mail", to=person.email, subject=say(subject), text=text(link))
    return True
