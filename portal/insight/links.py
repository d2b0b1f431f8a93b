"""Where the numbers lead: the addresses of the rows behind them, as the contract names them."""

from datetime import date
from urllib.parse import urlencode


def to(path: str, **args: object) -> str:
    """Return a path with those arguments that are not empty."""
    query = urlencode({name: value for name, value in args.items() if value not in (None, "")})
    return f"{path}?{query}" if query else path


def store(code: str) -> str:
    return f"/stores/{code}"


def warned(owner_id: int) -> str:
    """Return the prospects of one's own that go back to the shared pool before long."""
    return to("/prospecting/prospects/rows", only="warned", owner=owner_id)


def due(owner_id: int) -> str:
    """Return one's own prospects whose next step is due within a week, overdue ones first."""
    return to("/prospecting/prospects/rows", only="due", owner=owner_id)


def unpaid() -> str:
    """Return the parts of payment plans that are past their day."""
    return to("/prospecting/payments", due="overdue")


def let_pass(owner_id: int) -> str:
    """Return one's own appointments of which nobody said what came of them."""
    return to("/prospecting/appointments", when="past", who=owner_id)


def region(region_id: int, month: date | None = None) -> str:
    return to(f"/insight/regions/{region_id}", month=f"{month:%Y-%m}" if month else "")


def orders(store_id: int | None = None, first: date | None = None, last: date | None = None) -> str:
    """Return the orders booked from first to last, of one store or of all in reach."""
    return to("/selling/orders", store=store_id, first=first, last=last)


def day_reports(code: str, day: date | None = None) -> str:
    """Return a store's page of day reports, or of one day."""
    return f"/selling/day-reports/{code}/{day}" if day else f"/selling/day-reports/{code}"


def stock(code: str, level: str = "") -> str:
    return to("/goods/stock", store=code, level=level)


def cover(code: str, level: str = "") -> str:
    """Return how long a store's goods last."""
    return to(f"/goods/stock/{code}/cover", level=level)


def count(code: str, sheet_id: int) -> str:
    return f"/goods/stock/{code}/counts/{sheet_id}"


def goods_order(goods_order_id: int) -> str:
    return f"/goods/orders/{goods_order_id}"


def transfer(transfer_id: int) -> str:
    return f"/goods/transfers/{transfer_id}"


def device(device_id: int) -> str:
    return f"/selling/devices/{device_id}"


def shift(code: str, shift_id: str) -> str:
    return f"/selling/shifts/{code}/{shift_id}"


def notices() -> str:
    """Return whom of missing reports was told, of those that are not in yet."""
    return to("/supervision/notices", since="open")


def calendar(month: date | None = None, **args: object) -> str:
    return to("/supervision/calendar", month=f"{month:%Y-%m}" if month else "", **args)


def onboarding(code: str = "") -> str:
    return f"/onboarding/{code}" if code else "/onboarding"


def task(code: str, task_id: int) -> str:
    """Return a task of a store's opening."""
    return f"/onboarding/{code}/tasks/{task_id}"


def city(file_id: int) -> str:
    return f"/prospecting/cities/{file_id}"


def survey(survey_id: int) -> str:
    return f"/prospecting/surveys/{survey_id}"


def rival(rival_id: int) -> str:
    return f"/prospecting/rivals/{rival_id}"


def risks(**args: object) -> str:
    """Return the risks and chances, as those arguments narrow them."""
    return to("/prospecting/risks", **args)


def prospect(prospect_id: int) -> str:
    return f"/prospecting/prospects/{prospect_id}"


def appointment(appointment_id: int) -> str:
    return f"/prospecting/appointments/{appointment_id}"


def day_sheet(user_id: int, day: date) -> str:
    """Return what a manager planned and did on a day."""
    return f"/prospecting/days/{user_id}/{day}"


def finish(prospect_id: int, appointment_id: int | None = None) -> str:
    """Return the form that says what came of it and what comes next, and leads back to today."""
    return to(f"/prospecting/prospects/{prospect_id}/contacts/new", appointment=appointment_id, back="today")


def application(application_id: int) -> str:
    return f"/signing/applications/{application_id}"


def reading(reading_id: int) -> str:
    """Return an alert about looking at very many members."""
    return f"/selling/readings/{reading_id}"


def audit(audit_id: int) -> str:
    return f"/supervision/audits/{audit_id}"
