"""Forms of points."""

from portal.kernel.conflicts import Edits
from portal.kernel.forms import Form, MoneyField, NumberField, TextField, needed
from portal.kernel.words import _l
from portal.selling.points import Points


class PointsForm(Edits):
    earn_fen = MoneyField(_l("One point for each"), least=1, most=10**7)
    worth_fen = MoneyField(_l("A point is worth"), [needed()], least=1, most=10**5)
    referral = NumberField(_l("Points for recommending us"), [needed()], least=0, most=10**6)
    months = NumberField(_l("Points lapse after so many months"), [needed()], least=0, most=120)

    @property
    def points(self) -> Points:
        return Points(
            earn_fen=self.earn_fen.data,
            worth_fen=self.worth_fen.data or 1,
            months=self.months.data or 0,
            referral=self.referral.data or 0,
        )


class AdjustForm(Form):
    points = NumberField(_l("Points"), [needed()], least=-(10**6), most=10**6)
    reason = TextField(_l("Reason"), [needed()], most=200)
