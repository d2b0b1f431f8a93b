"""Forms of what is known of a prospect."""

from typing import Any

from wtforms import BooleanField

from portal.kernel.forms import Form, LongTextField, TextField, WordField, needed
from portal.kernel.words import _l
from portal.prospecting.forms.fields import segment
from portal.prospecting.models import ConcernKind, PitchPoint, Relation, Stance


class ConcernForm(Form):
    kind = segment(_l("What is it"), ConcernKind)
    text = TextField(_l("In his words"), [needed()], most=300)


class AnswerForm(Form):
    answer = LongTextField(_l("What we answer"), most=1000)
    settled = BooleanField(_l("This convinced him"))

    @property
    def facts(self) -> dict[str, Any]:
        return {"answer": self.answer.data or "", "settled": self.settled.data}


class InfluencerForm(Form):
    name = TextField(_l("Name"), [needed()], most=60)
    relation = WordField(_l("What he is to him"), words=Relation)
    stance = segment(_l("Where he stands"), Stance)
    note = TextField(_l("Note"), most=300)

    @property
    def facts(self) -> dict[str, Any]:
        values = {name: self[name].data for name in ("name", "relation", "stance")}
        return values | {"note": self.note.data or ""}


class StanceForm(Form):
    """Where somebody stands by now."""

    stance = segment(_l("Where he stands"), Stance)
    note = TextField(_l("Note"), most=300)


class PitchNoteForm(Form):
    point = WordField(_l("Point"), words=PitchPoint)
    said = LongTextField(_l("What was said"), [needed()], most=1000)
