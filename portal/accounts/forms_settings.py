"""Forms of the settings: users and their reach, staff, handovers, owners, substitutes, policy."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from wtforms import BooleanField, SelectMultipleField, ValidationError
from wtforms.fields.choices import Choice
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.models import User, UserState
from portal.accounts.roles import Role
from portal.kernel.conflicts import Edits
from portal.kernel.forms import (
    DateField,
    Filters,
    Form,
    IdField,
    MoneyField,
    PhoneField,
    TextField,
    WordField,
    needed,
)
from portal.kernel.words import _l
from portal.network.models import Region, Store, StoreState

EMAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Write an email address like name@example.com."))


class UserFilters(Filters):
    role = WordField(_l("Role"), words=Role, blank=_l("All roles"))
    state = WordField(_l("State"), words=UserState, blank=_l("All states"))


class IdsField(SelectMultipleField):
    """Ticks among rows: `choices` is [(id, label)] set by the form; data is a list of ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, coerce=int, choices=[], **kwargs)

    def iter_choices(self) -> Any:
        for value, label in self.choices or []:
            yield Choice(value, label, value in (self.data or []), {})

    def pre_validate(self, form: Any) -> None:
        known = {value for value, *_rest in self.choices or []}
        if not known.issuperset(self.data or []):
            raise ValidationError(_("Choose one of the list."))


class ReachForm(Form):
    """What a user sees: ticks in the tree of regions, or stores."""

    regions = IdsField(_l("Regions"))
    stores = IdsField(_l("Stores"))

    def __init__(self, regions: Sequence[Region], stores: Sequence[Store], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, dict[int, Any]] = {
            "regions": {region.id: region for region in regions},
            "stores": {store.id: store for store in stores},
        }
        self.regions.choices = [(region.id, region.name) for region in regions]
        self.stores.choices = [(s.id, f"{s.code} {s.name}") for s in stores if s.state != StoreState.CLOSED]

    @property
    def reach(self) -> dict[str, list[Any]]:
        """Return the chosen rows, as the actions take them."""
        ticked = {"regions": self.regions.data or [], "stores": self.stores.data or []}
        return {name: [self.rows[name][i] for i in ids if i in self.rows[name]] for name, ids in ticked.items()}


class PersonForm(Form):
    name = TextField(lazy_pgettext("person", "Name"), [needed()], most=60, render_kw={"autocomplete": "off"})
    phone = PhoneField(_l("Phone"), [Optional(), Length(max=20)], render_kw={"autocomplete": "off", "type": "tel"})
    email = TextField(_l("Email"), [Optional(), EMAIL], most=120, render_kw={"autocomplete": "off", "type": "email"})


class UserForm(PersonForm):
    role = WordField(_l("Role"), [needed()], words=Role)


class EditUserForm(Edits, UserForm):
    pass


class InviteForm(UserForm, ReachForm):
    """A new user with his role and what he sees."""

    def validate_regions(self, field: IdsField) -> None:
        if self.role.data == Role.RM and not field.data:
            raise ValidationError(_("Choose one region at least."))

    def validate_stores(self, field: IdsField) -> None:
        if self.role.data in (Role.OWNER, Role.CLERK) and not field.data:
            raise ValidationError(_("Choose one store at least."))


class StaffForm(PersonForm):
    """A colleague below, for one store of the viewer's."""

    role = WordField(_l("Role"), [needed()], words=Role)
    store_id = IdField(_l("Store"), [needed()])

    def __init__(self, roles: Sequence[Role], stores: Sequence[Store], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.words = list(roles)
        self.store_id.choices = [(s.id, f"{s.code} {s.name}") for s in stores if s.state != StoreState.CLOSED]


class ReasonForm(Form):
    reason = TextField(_l("Reason"), [needed()], most=200)


class HandoverForm(Form):
    leaver_id = IdField(_l("Who leaves"), [needed()], blank=_l("Choose"))
    heir_id = IdField(_l("Who takes over"), [needed()], blank=_l("Choose"))
    reason = TextField(_l("Reason"), [needed()], most=200)
    leaves = BooleanField(_l("Disable the one who leaves, at once"))

    def __init__(self, managers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = {user.id: user for user in managers}
        self.leaver_id.choices = self.heir_id.choices = [(user.id, user.name) for user in managers]


class OwnerForm(Form):
    owner_id = IdField(_l("New owner"), [needed()], blank=_l("Choose"))
    reason = TextField(_l("Reason"), [needed()], most=200)

    def __init__(self, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = {user.id: user for user in owners}
        self.owner_id.choices = [(user.id, user.name) for user in owners]


class SubstituteForm(Form):
    absent_id = IdField(_l("Who is away"), [needed()], blank=_l("Choose"))
    stand_in_id = IdField(_l("Who stands in"), [needed()], blank=_l("Choose"))
    first_day = DateField(_l("First day"), [needed()])
    last_day = DateField(_l("Last day"), [needed()])
    reason = TextField(_l("Reason"), most=200)

    def __init__(self, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = {user.id: user for user in people}
        named = [(user.id, f"{user.name} · {user.role.label}") for user in people]
        self.absent_id.choices = self.stand_in_id.choices = named


class PolicyForm(Form):
    second_factor = BooleanField(_l("Head office and administrators need a second factor"))
    second_approver_over = MoneyField(_l("Two approvers above"), [needed()], least=0, most=10**11)
