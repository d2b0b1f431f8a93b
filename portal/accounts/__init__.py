"""Accounts: who people are, what their role may do, how far they reach, and how they sign in (C57).

Nouns: user, reach, role, sign-in, one-time link, attempt, substitute, policy. Verbs: invite, edit, disable, enable,
make a link, set a password, set and remove a PIN, sign in and out, end a sign-in, hand over a territory, change a
store's owner.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "accounts",
    __name__,
    title=N_("Settings"),
    prefix="",
    events={
        "user.invited": N_("User invited"),
        "user.name_checked": N_("A phone or email for a new colleague was taken"),
        "user.changed": N_("User changed"),
        "user.disabled": N_("User disabled"),
        "user.enabled": N_("User enabled"),
        "user.link_made": N_("One-time link made"),
        "user.password_set": N_("Password set"),
        "user.password_reset": N_("Password set anew through someone's link"),
        "user.signed_in": N_("Signed in"),
        "user.signed_out": N_("Signed out"),
        "user.pin_set": N_("PIN for the till set"),
        "user.pin_removed": N_("PIN for the till removed"),
        "user.pin_locked": N_("PIN for the till typed wrongly too often"),
        "user.second_factor_on": N_("Second factor set up"),
        "user.second_factor_off": N_("Second factor removed"),
        "territory.handed_over": N_("Territory handed over"),
        "store.owner_changed": N_("Store owner changed"),
        "substitute.named": N_("Substitute named"),
        "substitute.ended": N_("Substitution ended"),
        "policy.changed": N_("Policy changed"),
    },
)
