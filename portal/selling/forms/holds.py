"""Forms of sales on hold."""

from portal.kernel.forms import Form, TextField, needed
from portal.kernel.words import _l


class DropForm(Form):
    why = TextField(_l("Why it is thrown away"), [needed()], most=200)
