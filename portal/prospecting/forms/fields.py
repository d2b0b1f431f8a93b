"""Fields that only prospecting has."""

import re
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from wtforms import DateTimeLocalField, FileField, HiddenField, SelectMultipleField, TimeField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from portal.kernel import clock
from portal.kernel.forms import Filters, IdField, WordField
from portal.kernel.words import Word, _l
from portal.network.queries import cities
from portal.prospecting.models import PitchPoint

HOURS = range(7, 23)  # the hours in which footfall is counted: from 07:00 to before 23:00


def segment(label: Any, words: Iterable[Word], **kwargs: Any) -> WordField:
    """A choice among few, drawn as a segment."""
    widget = ListWidget(prefix_label=False)
    return WordField(label, words=words, widget=widget, option_widget=RadioInput(), **kwargs)


def unknown() -> SelectChoice:
    """The choice that takes another back where an answer may be left out: a browser lets nobody unchoose the last."""
    return SelectChoice("", _l("Not asked"))


def city_filter() -> Any:
    """Say where the city stands among a list's filters, where that is not first."""
    return IdField(_l("City"), blank=_l("All cities"))


class InCity(Filters):
    """A list narrowed to one of the viewer's cities; its filters may have more choices that depend on him (`fill`)."""

    city = city_filter()

    def __init__(self, viewer: Any) -> None:
        super().__init__()
        self.city.choices = [(city.id, city.name) for city in cities(viewer)]
        self.fill(viewer)
        self.validate()

    def fill(self, viewer: Any) -> None:
        """Set the choices of further fields."""


class MomentField(DateTimeLocalField):
    """A day and a time of the network's zone; data is an aware moment."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(label, validators, format=formats, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return clock.local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_l("Write a day and a time like 2026-11-23 14:05.")) from None
        if self.data and not 1990 <= self.data.year < 2100:
            self.data = None
            raise ValueError(_l("This date is out of range."))
        self.data = self.data.replace(tzinfo=clock.zone()).astimezone(UTC) if self.data else None


class ClockField(TimeField):
    """A time of the day in the network's zone, or none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()[:5]])
        except ValueError:
            self.data = None
            raise ValueError(_l("Write a time like 14:05.")) from None


class PlaceField(HiddenField):
    """A coarse place as the device rounded it, "39.91,116.40"; data is hundredths of a degree, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        found = re.fullmatch(r"(-?[0-9]{1,2}\.[0-9]{2}),(-?[0-9]{1,3}\.[0-9]{2})", valuelist[0].strip())
        lat, lon = (round(float(part) * 100) for part in found.groups()) if found else (99_99, 0)
        if abs(lat) > 90_00 or abs(lon) > 180_00:
            raise ValueError(_l("This is no place of about a kilometre."))
        self.data = (lat, lon)

    def _value(self) -> str:
        return f"{self.data[0] / 100:.2f},{self.data[1] / 100:.2f}" if self.data else ""


class PhotosField(FileField):
    """Several photos; data is the list of uploads."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [upload for upload in valuelist or [] if getattr(upload, "filename", "")]


class PointsField(SelectMultipleField):
    """Ticks of what was told; data is a list of PitchPoint."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=lambda: [(p.value, p.label) for p in PitchPoint], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [next((p for p in PitchPoint if p.value == typed), typed) for typed in valuelist]

    def pre_validate(self, form: Any) -> None:
        if any(typed not in list(PitchPoint) for typed in self.data or ()):
            raise ValidationError(_l("Choose one of the list."))
