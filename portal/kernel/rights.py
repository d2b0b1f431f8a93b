"""Every right there is. Which role has which is the one table in `portal.accounts.roles` (C57)."""

from portal.kernel.words import N_, Word


class Can(Word):
    """A right that a door asks for."""

    MANAGE_USERS = "manage_users", N_("Manage users")
    INVITE_STAFF = "invite_staff", N_("Invite people below and make them new sign-in links")
    MANAGE_REGIONS = "manage_regions", N_("Manage regions")
    MANAGE_STORES = "manage_stores", N_("Manage stores")
    MANAGE_POLICY = "manage_policy", N_("Set the network's policy")
    SEE_SETTINGS = "see_settings", N_("See settings")
    SEE_STORES = "see_stores", N_("See stores")
    SEE_PROSPECTING = "see_prospecting", N_("See cities, surveys and prospects")
    PROSPECT = "prospect", N_("Survey and develop prospects")
    SEE_APPLICATIONS = "see_applications", N_("See applications")
    APPLY = "apply", N_("Apply for a store")
    DECIDE_APPLICATIONS = "decide_applications", N_("Decide applications")
    SEE_ONBOARDING = "see_onboarding", N_("See onboarding")
    DO_TASKS = "do_tasks", N_("Do onboarding tasks")
    ACCEPT_TASKS = "accept_tasks", N_("Accept onboarding tasks")
    WAIVE_TASKS = "waive_tasks", N_("Waive onboarding tasks")
    EDIT_TEMPLATES = "edit_templates", N_("Edit templates")
    SEE_PRODUCTS = "see_products", N_("See the catalogue")
    EDIT_PRODUCTS = "edit_products", N_("Edit the catalogue")
    SEE_STOCK = "see_stock", N_("See stock")
    MOVE_STOCK = "move_stock", N_("Receive and count stock")
    SEE_MEMBERS = "see_members", N_("See members, masked")
    REGISTER_MEMBERS = "register_members", N_("Register members")
    REVEAL_MEMBERS = "reveal_members", N_("Reveal a member's number")
    EXPORT_MEMBERS = "export_members", N_("Export members")
    SEE_ORDERS = "see_orders", N_("See orders")
    SELL = "sell", N_("Post orders")
    REVERSE_ORDERS = "reverse_orders", N_("Reverse orders")
    SEE_DAY_REPORTS = "see_day_reports", N_("See day reports")
    CLOSE_DAYS = "close_days", N_("Seal day reports")
    EXCUSE_DAYS = "excuse_days", N_("Excuse a day")
    IMPORT_GOODS = "import_goods", N_("Import products")
    IMPORT_SHOP = "import_shop", N_("Import members, orders and stock")
    SEE_AUDITS = "see_audits", N_("See audits")
    AUDIT = "audit", N_("Audit stores")
    SEE_FIGURES = "see_figures", N_("See figures of regions")
