"""The portal's tables as Django sees them.

Django's admin wants one column as key: an order's is its id alone, and lines get a table of their own with a number.
"""

import uuid

from django.db import models


class Store(models.Model):
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)

    class Meta:
        managed = False
        db_table = "store"

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    barcode = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    price = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "product"

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    name = models.CharField(max_length=60)
    last_four = models.CharField(max_length=4)

    class Meta:
        managed = False
        db_table = "member"

    def __str__(self) -> str:
        return f"{self.name[:1]}* {self.last_four}"


class Order(models.Model):
    class Payment(models.TextChoices):
        CASH = "cash", "现金"
        WECHAT = "wechat", "微信"
        ALIPAY = "alipay", "支付宝"
        CARD = "card", "刷卡"
        ACCOUNT = "account", "挂账"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    store = models.ForeignKey(Store, models.PROTECT)
    device = models.CharField(max_length=40)
    sequence = models.BigIntegerField()
    placed_at = models.DateTimeField()
    business_day = models.DateField(editable=False)
    booked_day = models.DateField(editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True)
    payment = models.CharField(max_length=32, choices=Payment.choices, default=Payment.CASH)
    lines_count = models.IntegerField()
    quantity = models.BigIntegerField()
    total = models.BigIntegerField()
    discount = models.BigIntegerField(default=0, editable=False)
    coupon = models.BigIntegerField(default=0, editable=False)
    coupon_match = models.BigIntegerField(default=0, editable=False)
    reason = models.CharField(max_length=200, default="", editable=False)
    body_hash = models.CharField(max_length=64, default="", editable=False)
    flags = models.CharField(max_length=80, default="", editable=False)
    received_at = models.DateTimeField(auto_now_add=True)
    seq = models.BigIntegerField(editable=False)
    prev = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        managed = False
        db_table = "orders"

    def __str__(self) -> str:
        return f"{self.device}-{self.sequence}"


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_constraint=False)
    position = models.IntegerField()
    product = models.ForeignKey(Product, models.PROTECT)
    quantity = models.BigIntegerField()
    price = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        db_table = "peer_order_line"


class StockBalance(models.Model):
    # the key is the store and the product; rows are only ever changed by queries that name both
    product = models.OneToOneField(Product, models.PROTECT, primary_key=True)
    store = models.ForeignKey(Store, models.PROTECT)
    quantity = models.BigIntegerField(default=0)

    class Meta:
        managed = False
        db_table = "stock_balance"


class DayTotal(models.Model):
    # the key is the store and the day
    store = models.OneToOneField(Store, models.PROTECT, primary_key=True)
    day = models.DateField()
    orders = models.IntegerField(default=0)
    reversals = models.IntegerField(default=0)
    member_orders = models.IntegerField(default=0)
    lines = models.IntegerField(default=0)
    quantity = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    coupon = models.BigIntegerField(default=0)
    coupon_match = models.BigIntegerField(default=0)
    cash = models.BigIntegerField(default=0)
    wechat = models.BigIntegerField(default=0)
    alipay = models.BigIntegerField(default=0)
    card = models.BigIntegerField(default=0)
    account = models.BigIntegerField(default=0)

    class Meta:
        managed = False
        db_table = "day_total"
