"""What onboarding does when something happens on the floors below."""

from typing import Any

from portal.kernel.trail import on
from portal.onboarding.actions import make_plan
from portal.signing.models import Application


@on("application.approved")
def plan_support(application: Application, *, by: Any) -> None:
    """Plan the new store's two to three weeks of support, in the transaction of the approval (C27)."""
    if application.store is not None:
        make_plan(application.store, by=by)
