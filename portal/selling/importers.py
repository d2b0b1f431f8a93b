"""The files selling takes: members with their consent, orders with their lines."""

from portal.goods.importers import store_choices
from portal.kernel import trail
from portal.kernel.import_doors import import_doors
from portal.kernel.importer import Importer
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.selling import room
from portal.selling.member_file import MEMBER_COLUMNS, MemberReader
from portal.selling.order_cells import ORDER_COLUMNS
from portal.selling.order_file import OrderReader

trail.events.setdefault("member.changed", N_("Member changed"))

members = import_doors(
    room,
    Importer(
        kind="members",
        title=N_("Import members"),
        columns=MEMBER_COLUMNS,
        reader=MemberReader,
        units=N_("Members"),
        preview=("key", "store", "consent_at", "consent_version"),
        of_store=True,
        stores=store_choices,
        about=N_("Customers who agreed to be members elsewhere, with when and to what they agreed."),
    ),
    "/selling/members/import",
    needs=Can.IMPORT_SHOP,
    back="selling.list_members",
)
orders = import_doors(
    room,
    Importer(
        kind="orders",
        title=N_("Import orders"),
        columns=ORDER_COLUMNS,
        reader=OrderReader,
        units=N_("Orders"),
        preview=("key", "store", "placed_at", "barcode", "quantity", "amount"),
        of_store=True,
        stores=store_choices,
        about=N_(
            "Sales of another till, one row a product. Amounts are taken as they stand, each order once by its key."
        ),
    ),
    "/selling/orders/import",
    needs=Can.IMPORT_SHOP,
    back="selling.list_orders",
)
