"""The seeded template of a new store's two to three weeks of support, in the source's words (C27–C29)."""

from typing import NamedTuple

from sqlalchemy import select

from portal.kernel.db import db
from portal.kernel.words import N_
from portal.onboarding.models import TaskGroup, TemplateTask

FIT_OUT, GOODS, TRAINING = TaskGroup.FIT_OUT, TaskGroup.GOODS, TaskGroup.TRAINING


class Seed(NamedTuple):
    """A task of the template; days count from 1."""

    code: str
    group: TaskGroup
    first_day: int
    last_day: int
    after: str
    needs_photo: bool
    title: str
    guidance: str


SEEDS = (
    Seed("sign_design", FIT_OUT, 1, 3, "", True, N_("Signboard design"),
         N_("Measure the front, choose the sample, agree the drawing. Photo: the drawing, signed.")),
    Seed("sign_hung", FIT_OUT, 4, 9, "sign_design", True, N_("Signboard made and hung"),
         N_("Made by the drawing, lit at night. Photos: from the front by day and by night.")),
    Seed("shopfront", FIT_OUT, 1, 8, "", True, N_("Shopfront decoration"),
         N_("Front, door, floor, ceiling, light. Photo of each side when it is finished.")),
    Seed("interior", FIT_OUT, 9, 12, "shopfront", True, N_("Interior decoration"),
         N_("Walls, guide signs, till zone, posters of the shared channel. Photo of each zone.")),
    Seed("shelves", GOODS, 13, 14, "interior", True, N_("Shelves set up"),
         N_("By the floor plan; aisles at least 1.2 m. Photo from the door inwards.")),
    Seed("display", GOODS, 15, 16, "shelves", True, N_("Goods displayed"),
         N_("Feature products at the head of the shelf, prices on every kind. Photo of each shelf.")),
    Seed("entry", TRAINING, 8, 9, "", False, N_("Training: goods entry"),
         N_("Manager and clerks enter goods themselves: receive, label, correct.")),
    Seed("reporting", TRAINING, 10, 11, "entry", False, N_("Training: order reporting"),
         N_("Everyone posts an order and seals a day report, “no sales today” too.")),
    Seed("members", TRAINING, 12, 12, "reporting", False, N_("Training: members"),
         N_("Register a member with consent, find him again, show the benefit.")),
    Seed("selling", TRAINING, 13, 14, "members", False, N_("Training: professional selling in the supermarket"),
         N_("Greeting, asking, recommending, closing; each plays it through once.")),
    Seed("benefits", TRAINING, 15, 15, "selling", False, N_("Training: benefits for new and old members"),
         N_("Explain the benefit to a new member and to an old one, in two sentences.")),
    Seed("features", TRAINING, 16, 16, "benefits", False, N_("Training: feature products"),
         N_("Speak about five feature products: what, for whom, how, price.")),
    Seed("trial", GOODS, 17, 18, "display", True, N_("Trial day"),
         N_("A whole day as if open: till, receipts, refunds, day report. Photo of the sealed report.")),
)  # fmt: skip


def seed_template() -> list[TemplateTask]:
    """Bring the template into the database; what is there already stays as it is. Returns it in order."""
    there = set(db.session.scalars(select(TemplateTask.code)))
    for position, seed in enumerate(SEEDS, 1):
        if seed.code not in there:
            db.session.add(
                TemplateTask(
                    code=seed.code,
                    position=position,
                    group=seed.group,
                    title=seed.title,
                    guidance=seed.guidance,
                    first_day=seed.first_day,
                    last_day=seed.last_day,
                    needs_photo=seed.needs_photo,
                    after_code=seed.after,
                )
            )
    db.session.flush()
    return template()


def template() -> list[TemplateTask]:
    """Return the template's tasks in order."""
    return list(db.session.scalars(select(TemplateTask).order_by(TemplateTask.position)))
