"""Forms of signing in and of one's own account."""

from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo, Length

from portal.kernel.forms import Form, TextField, needed
from portal.kernel.words import _l

PASSWORD_LENGTH = Length(min=8, max=200, message=_l("A password needs at least eight characters."))
USERNAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
NEW = {"autocomplete": "new-password"}
PIN = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


class SignInForm(Form):
    name = TextField(_l("Phone or email"), [needed()], render_kw=USERNAME)
    password = PasswordField(
        _l("Password"), [needed(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class CodeForm(Form):
    code = TextField(_l("Six digits"), [needed()], most=12, render_kw=CODE)


class SetUpForm(CodeForm):
    secret = HiddenField(validators=[Length(max=64)])


class ForgottenForm(Form):
    name = TextField(_l("Phone or email"), [needed()], render_kw=USERNAME)


class NewPasswordForm(Form):
    password = PasswordField(_l("New password"), [needed(), PASSWORD_LENGTH], render_kw=NEW)
    again = PasswordField(
        _l("Once more"), [needed(), EqualTo("password", _l("The two are not the same."))], render_kw=NEW
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        _l("Current password"), [needed(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )


class PinForm(Form):
    """Beside the password's form on one page: its names are its own."""

    pin = PasswordField(_l("New PIN"), [needed(), Length(max=6, message=_l("A PIN is six digits."))], render_kw=PIN)
    pin_again = PasswordField(
        _l("The PIN once more"), [needed(), EqualTo("pin", _l("The two are not the same."))], render_kw=PIN
    )
    pin_password = PasswordField(
        _l("Your password"), [needed(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )


class PreferencesForm(Form):
    locale = HiddenField()
    theme = HiddenField()
