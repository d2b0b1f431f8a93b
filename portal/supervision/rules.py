"""The network's rule of who is told when of a day report that is not in, as an administrator set it (C40)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from portal.accounts import actions, queries
from portal.selling.calendar import HOUR, POLICY, deadline
from portal.supervision.models import Step


@dataclass(frozen=True)
class Rules:
    """Minutes before the deadline for the owner, hours after it for his manager and for head office.

    `hour` is the deadline itself, of the next morning; the calendar of reports reads it, too.
    """

    before: int = 120
    manager: int = 2
    office: int = 24
    hour: int = HOUR

    def moments(self, day: date) -> dict[Step, datetime]:
        """Return when each is told of a day's report."""
        due = deadline(day, self.hour)
        return {
            Step.AHEAD: due - timedelta(minutes=self.before),
            Step.OWNER: due,
            Step.MANAGER: due + timedelta(hours=self.manager),
            Step.OFFICE: due + timedelta(hours=self.office),
        }

    def steps(self, day: date, now: datetime) -> list[Step]:
        """Return the steps whose moment has come; nobody is reminded of what was missed already."""
        come = [step for step, moment in self.moments(day).items() if moment < now]
        return [step for step in come if step != Step.AHEAD or now <= deadline(day, self.hour)]


def rules() -> Rules:
    return Rules(**queries.policy(POLICY))


def set_rules(new: Rules, *, by: object) -> None:
    """Change the rule; what stays as it was leaves nothing on the trail."""
    if new != rules():
        actions.set_policy(POLICY, asdict(new), by=by)
