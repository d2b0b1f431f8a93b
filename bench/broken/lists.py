"""All mistakes, in the order of the promises they break."""

from bench.broken import doors, nothing_lost, personal_data, prospecting, shop_floor_orders, sign_ins

MISTAKES = sorted(
    (
        *nothing_lost.MISTAKES, *doors.MISTAKES, *sign_ins.MISTAKES, *personal_data.MISTAKES, *prospecting.MISTAKES,
        *shop_floor_orders.MISTAKES,
    ),
    key=lambda mistake: mistake.promise,
)
