"""Appointments as an iCalendar (RFC 5545) that any phone reads: UTC times, an alarm, the name and no number."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from portal.kernel.words import N_, say
from portal.prospecting.models import Appointment, AppointmentState

LONGEST_LINE = 75  # octets; what follows is folded
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def calendar(appointments: Iterable[Appointment], host: str, name: str) -> bytes:
    """Return a person's calendar; the same appointments give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//portal//appointments//ZH", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
             "X-PUBLISHED-TTL:PT1H"]  # fmt: skip
    for one in appointments:
        lines += event(one, host)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line)).encode()


def event(one: Appointment, host: str) -> Iterator[str]:
    """Give the lines of one appointment."""
    summary = f"{one.kind.label} · {one.prospect.name}"
    yield "BEGIN:VEVENT"
    yield f"UID:appointment-{one.id}@{host}"
    yield f"DTSTAMP:{stamp(one.ended_at or one.made_at)}"
    yield f"SEQUENCE:{one.version}"
    yield f"DTSTART:{stamp(one.at)}"
    yield f"DTEND:{stamp(one.ends_at)}"
    yield f"SUMMARY:{text(summary)}"
    if one.place:
        yield f"LOCATION:{text(one.place)}"
    if one.note:
        yield f"DESCRIPTION:{text(one.note)}"
    yield f"STATUS:{'CANCELLED' if one.state == AppointmentState.CANCELLED else 'CONFIRMED'}"
    if one.is_planned and one.remind:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        soon = say(N_("In %(minutes)s minutes: %(what)s"), minutes=one.remind, what=summary)
        yield f"DESCRIPTION:{text(soon)}"
        yield f"TRIGGER:-PT{one.remind}M"
        yield "END:VALARM"
    yield "END:VEVENT"


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(value: str) -> str:
    """Return a value of text as a calendar writes it: no line of its own can be smuggled in."""
    plain = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_ESCAPED.get(letter, letter) for letter in plain)


def fold(line: str) -> Iterator[str]:
    """Give a line in pieces of at most 75 octets, each but the first with a space before it; no letter is cut."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
