"""Forms of a store's tablets."""

from portal.kernel.forms import Form, TextField, needed
from portal.kernel.words import _l


class DeviceForm(Form):
    place = TextField(_l("Where it stands"), most=60)


class ReplacementForm(Form):
    reason = TextField(_l("Why it is replaced"), [needed()], most=200)


class DeviceWithdrawalForm(Form):
    why = TextField(_l("Why it is taken out of use"), [needed()], most=200)
