"""The admin as people set it up: a list with its filter and its search, lines within the order's form."""

from django.contrib import admin
from django.db.models import F
from django.utils import timezone

from bench.peers.shop.models import DayTotal, Order, OrderLine, StockBalance


class LineInline(admin.TabularInline):
    model = OrderLine
    raw_id_fields = ("product",)
    extra = 3


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("__str__", "placed_at", "store", "lines_count", "member", "payment", "total")
    list_select_related = ("store", "member")
    list_filter = ("payment",)
    search_fields = ("device",)
    list_per_page = 50
    ordering = ("-placed_at", "-id")
    raw_id_fields = ("store", "member")
    inlines = (LineInline,)

    def save_model(self, request, obj, form, change):
        obj.business_day = obj.booked_day = timezone.localdate(obj.placed_at)
        obj.seq = obj.sequence
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Move the stock and the day's totals with the lines, in the same transaction."""
        super().save_related(request, form, formsets, change)
        order = form.instance
        for line in formsets[0].new_objects:
            balance = StockBalance.objects.filter(store_id=order.store_id, product_id=line.product_id)
            if not balance.update(quantity=F("quantity") - line.quantity):
                StockBalance.objects.create(
                    store_id=order.store_id, product_id=line.product_id, quantity=-line.quantity
                )
        added = {
            "orders": 1,
            "lines": order.lines_count,
            "quantity": order.quantity,
            "total": order.total,
            order.payment: order.total,
        }
        day = DayTotal.objects.filter(store_id=order.store_id, day=order.booked_day)
        if not day.update(**{name: F(name) + value for name, value in added.items()}):
            DayTotal.objects.create(store_id=order.store_id, day=order.booked_day, **added)
