"""All mistakes, in the order of the promises they break."""

from bench.broken import (
    doors,
    nothing_lost,
    personal_data,
    prospecting,
    shop_floor_goods,
    shop_floor_orders,
    shop_floor_people,
    sign_ins,
)

MISTAKES = sorted(
    (
        *nothing_lost.MISTAKES, *doors.MISTAKES, *sign_ins.MISTAKES, *personal_data.MISTAKES, *prospecting.MISTAKES,
        *shop_floor_goods.MISTAKES, *shop_floor_orders.MISTAKES, *shop_floor_people.MISTAKES,
    ),
    key=lambda mistake: mistake.promise,
)
