"""Which role has which right: the one table (C57)."""

from portal.kernel.rights import Can
from portal.kernel.words import N_, Word


class Role(Word):
    OWNER = "owner", N_("Store owner")
    CLERK = "clerk", N_("Clerk")
    RM = "rm", N_("Regional manager")
    OFFICE = "office", N_("Head office")
    ADMIN = "admin", N_("Administrator")

    @property
    def rights(self) -> frozenset[Can]:
        return RIGHTS[self]

    @property
    def reaches(self) -> str:
        """What a user of this role is given: "stores", "regions" or "everything"."""
        return {"owner": "stores", "clerk": "stores", "rm": "regions"}.get(self.value, "everything")


_SHOP = {
    Can.SEE_STORES, Can.SEE_PRODUCTS, Can.SEE_STOCK, Can.SEE_MEMBERS, Can.REGISTER_MEMBERS, Can.SEE_ORDERS, Can.SELL,
    Can.WITHDRAW_CONSENT, Can.PRINT_LABELS, Can.KEEP_SHIFTS, Can.COUNT_STOCK,
}  # fmt: skip
_LOOK = {
    Can.SEE_STORES, Can.SEE_PROSPECTING, Can.SEE_APPLICATIONS, Can.SEE_ONBOARDING, Can.SEE_PRODUCTS, Can.SEE_STOCK,
    Can.SEE_MEMBERS, Can.SEE_ORDERS, Can.SEE_DAY_REPORTS, Can.SEE_AUDITS, Can.SEE_FIGURES, Can.SEE_READINGS,
    Can.CLOSE_READINGS,
}  # fmt: skip

RIGHTS: dict[Role, frozenset[Can]] = {
    Role.CLERK: frozenset(_SHOP),
    Role.OWNER: frozenset(
        _SHOP
        | {
            Can.INVITE_STAFF, Can.SEE_ONBOARDING, Can.DO_TASKS, Can.MOVE_STOCK, Can.REVEAL_MEMBERS, Can.EXPORT_MEMBERS,
            Can.REVERSE_ORDERS, Can.SEE_DAY_REPORTS, Can.CLOSE_DAYS, Can.IMPORT_SHOP, Can.SEE_AUDITS, Can.ERASE_MEMBERS,
            Can.SEE_READINGS, Can.CLOSE_READINGS, Can.SEE_COSTS, Can.ORDER_GOODS, Can.TRANSFER_STOCK,
            Can.MERGE_MEMBERS, Can.RETURN_GOODS, Can.APPROVE_AT_TILL, Can.ENROL_DEVICES, Can.ENTER_PAPER,
            Can.GIVE_CREDIT, Can.SET_STORE_PRICES,
        }
    ),
    Role.RM: frozenset(
        _LOOK
        | {
            Can.INVITE_STAFF, Can.PROSPECT, Can.ASSIGN_PROSPECTS, Can.APPLY, Can.DO_TASKS, Can.ACCEPT_TASKS, Can.AUDIT,
        }
    ),
    Role.OFFICE: frozenset(
        _LOOK
        | {
            Can.DECIDE_APPLICATIONS, Can.ACCEPT_TASKS, Can.WAIVE_TASKS, Can.EDIT_PRODUCTS, Can.EXCUSE_DAYS,
            Can.ASSIGN_PROSPECTS, Can.REVEAL_MEMBERS, Can.ERASE_MEMBERS, Can.EXPORT_MEMBERS, Can.IMPORT_GOODS,
            Can.IMPORT_SHOP, Can.KEEP_BASKET, Can.HAND_OVER_PROSPECTS, Can.WITHDRAW_CONSENT, Can.SEE_COSTS,
            Can.SET_PRICES, Can.SHIP_GOODS, Can.MERGE_MEMBERS, Can.SET_BENEFITS,
        }
    ),
    Role.ADMIN: frozenset(
        _LOOK
        | {
            Can.SEE_SETTINGS, Can.MANAGE_USERS, Can.INVITE_STAFF, Can.MANAGE_REGIONS, Can.MANAGE_STORES,
            Can.MANAGE_POLICY, Can.EDIT_TEMPLATES, Can.EDIT_PRODUCTS, Can.IMPORT_GOODS, Can.IMPORT_SHOP,
            Can.KEEP_BASKET, Can.SEE_COSTS, Can.SET_PRICES, Can.SET_BENEFITS, Can.MANAGE_HOLIDAYS,
        }
    ),
}  # fmt: skip

# Whom those without the right to manage users may invite, help with a new link, and disable.
BELOW: dict[Role, frozenset[Role]] = {
    Role.OWNER: frozenset({Role.CLERK}),
    Role.RM: frozenset({Role.OWNER, Role.CLERK}),
}
