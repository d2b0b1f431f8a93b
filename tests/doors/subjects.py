"""One row of every noun in the north and one in the south, found by the names of the routes' arguments."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from portal.accounts import actions as accounts
from portal.accounts.models import Purpose, Substitute
from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.files import File
from portal.kernel.importing import Import, ImportState
from portal.kernel.jobs import Job
from portal.network.models import Holiday
from portal.onboarding.models import Plan, Task, TaskGroup
from portal.prospecting.models import (
    Appointment,
    CalendarFeed,
    CityFile,
    Concern,
    ConcernKind,
    ContactKind,
    Criterion,
    Influencer,
    Instalment,
    NegotiationResult,
    NegotiationRound,
    PartKind,
    Proposal,
    ProposalLink,
    Prospect,
    Quotation,
    Relation,
    Risk,
    RiskKind,
    RivalOffer,
    Stage,
    Survey,
    Tie,
    TieKind,
    Track,
)
from portal.signing.models import Application, ApplicationState
from portal.supervision.models import Audit, AuditItem, AuditState, AuditTemplate
from tests.doors.subjects_cities import a_study_form, of_cities
from tests.doors.subjects_day import of_days
from tests.doors.subjects_goods import of_catalogue
from tests.doors.subjects_members import of_benefits, of_members
from tests.doors.subjects_stock import of_stock
from tests.doors.subjects_till import of_till


class UnknownSubject(LookupError):
    """A route's argument that no subject is known for."""


class Subjects:
    """`args(rule, "north")` gives the arguments of a route for what the north's people own."""

    def __init__(self, cast: Any, places: Any) -> None:
        self.cast, self.places = cast, places

    def args(self, rule: Any, side: str) -> dict[str, Any]:
        return {name: self.value(rule, name, side) for name in rule.arguments}

    def value(self, rule: Any, name: str, side: str) -> Any:
        of_staff = f"staff:{name}" if "staff" in rule.endpoint else ""
        for key in (f"{rule.endpoint}:{name}", of_staff, f"{rule.endpoint.partition('.')[0]}:{name}", name):
            if key in self.known[side]:
                return self.known[side][key]
        raise UnknownSubject(f"{rule} ({name})")

    def is_bound(self, rule: Any) -> bool:
        """Whether the route's rows differ between north and south."""
        return bool(self.args(rule, "north") != self.args(rule, "south"))

    @cached_property
    def known(self) -> dict[str, dict[str, Any]]:
        shared = self.shared()
        return {
            "north": shared
            | self.rows(self.places.store, self.cast.rm_north, self.cast.owner)
            | {"staff:user_id": self.cast.clerk.user.id},
            "south": shared | self.rows(self.places.store_south, self.cast.rm_south, self.cast.owner_south),
        }

    def shared(self) -> dict[str, Any]:
        template = AuditTemplate(name="门店检查")
        db.session.add(template)
        db.session.flush()
        item = AuditItem(template_id=template.id, position=1, section="门头", text="招牌清洁", weight=1)
        db.session.add(item)
        db.session.flush()
        self.template, self.item = template, item
        day = clock.today() + timedelta(days=40)
        holiday = Holiday(name="元旦", first_day=day, last_day=day)
        db.session.add(holiday)
        db.session.flush()
        self.product, goods = of_catalogue()
        found = {"item_id": item.id, "template_id": template.id, "holiday_id": holiday.id}
        return found | goods | of_benefits(self.cast.admin.user.id) | self.forms()

    def forms(self) -> dict[str, Any]:
        self.study_form, question = a_study_form()
        asked = Criterion(
            track=Track.PERSON, position=10, text="做过零售吗？", weight=2, options=[["做过", 5], ["没有", 0]]
        )
        db.session.add(asked)
        db.session.flush()
        return {"form_id": self.study_form.id, "question_id": question.id, "criterion_id": asked.id}

    def rows(self, store: Any, rm: Any, owner: Any) -> dict[str, Any]:
        region = store.region_id
        session = db.session
        rm_id, owner_id = rm.user.id, owner.user.id
        today = clock.today()
        survey = Survey(region_id=region, name="惠民超市", surveyed_on=today, actor_id=rm_id)
        city = CityFile(region_id=region)
        tie = Tie(region_id=region, user_id=rm_id, kind=TieKind.LIVES)
        prospect = Prospect(region_id=region, track=Track.PERSON, name="赵先生", owner_id=rm_id, stage=Stage.AGREED)
        session.add_all([survey, city, tie, prospect])
        session.flush()
        application = Application(
            region_id=region,
            prospect_id=prospect.id,
            applicant_id=rm_id,
            store_name="新店",
            state=ApplicationState.SUBMITTED,
            submitted_at=clock.now(),
        )
        plan = Plan(store_id=store.id, starts_on=today, planned_opening=today + timedelta(days=18))
        audit = Audit(
            store_id=store.id,
            template_id=self.template.id,
            actor_id=rm_id,
            state=AuditState.SUBMITTED,
            submitted_at=clock.now(),
            score=900,
        )
        file = File(token=f"t{store.id}", name="a.pdf", mime="application/pdf", size=1, sha256="", store_id=store.id)
        job = Job(kind="nothing", args={}, owner_id=rm_id)
        substitute = Substitute(
            absent_id=owner_id, stand_in_id=owner_id, first_day=date(2026, 1, 1), last_day=date(2026, 1, 2)
        )
        session.add_all([application, plan, audit, file, job, substitute])
        session.flush()
        task = Task(
            store_id=store.id,
            plan_id=plan.id,
            code="signboard",
            position=1,
            group=TaskGroup.FIT_OUT,
            title="牌匾设计",
            planned_start=today,
            planned_due=today,
            starts_on=today,
            due_on=today,
        )
        session.add(task)
        link = accounts.make_link(owner.user, Purpose.RESET, by=self.cast.admin.viewer)
        session.flush()
        return {
            "code": store.code,
            "store_code": store.code,
            "region_id": region,
            "city_id": city.id,
            "survey_id": survey.id,
            "tie_id": tie.id,
            **of_cities(region, today, self.study_form, rm_id),
            "prospect_id": prospect.id,
            **self.dossier(prospect),
            "application_id": application.id,
            "task_id": task.id,
            **of_members(store, rm_id),
            **of_days(store, owner_id),
            **of_till(store, self.product, owner_id),
            **of_stock(store, self.product, owner_id),
            "audit_id": audit.id,
            "job_id": job.id,
            "user_id": owner_id,
            "substitute_id": substitute.id,
            "files.file:token": file.token,
            "token": link,
            "sign_in_id": 0,
            "file_id": city.id,
            "form": "csv",
            **self.imports(store.id, owner_id, rm_id),
        }

    def dossier(self, prospect: Prospect) -> dict[str, Any]:
        """A doubt of a prospect, somebody he listens to, and his plan."""
        place = {"region_id": prospect.region_id, "prospect_id": prospect.id}
        doubt = Concern(kind=ConcernKind.DOUBT, text="停业装修，老顾客跑了怎么办", **place)
        wife = Influencer(name="孙女士", relation=Relation.SPOUSE, **place)
        plan = Proposal(number=1, lines=[], cases={}, **place)
        agreed = Appointment(owner_id=prospect.owner_id, kind=ContactKind.VISIT, at=clock.now(), **place)
        held = NegotiationRound(held_on=clock.today(), present="任建军", talk="再谈", **place)
        signed = {"manager_name": "王", "decider_name": "任", "signed_on": clock.today()}
        result = NegotiationResult(price=88_000_00, delivery="18 天", after_sales="一年", **signed, **place)
        db.session.add_all([doubt, wife, plan, agreed, held, result])
        db.session.flush()
        token = new_token()
        ends = clock.now() + timedelta(days=7)
        link = ProposalLink(
            region_id=prospect.region_id, proposal_id=plan.id, token_hash=hashed(token), ends_at=ends
        )  # fmt: skip
        db.session.add(link)
        db.session.flush()
        risk = Risk(
            kind=RiskKind.RISK, text="租约到期", owner_id=prospect.owner_id, likelihood="low", effect="low", rank=9,
            due_on=clock.today(), **place,
        )  # fmt: skip
        db.session.add(risk)
        db.session.flush()
        feed = new_token()
        db.session.add(CalendarFeed(user_id=prospect.owner_id, token_hash=hashed(feed)))
        mine = {"prospecting:user_id": prospect.owner_id, "appointment_id": agreed.id}
        mine["prospecting.show_feed:token"] = feed
        links = {"link_id": link.id, "prospecting:token": token, "nth": 1}
        deal = {"risk_id": risk.id, "round_id": held.id, "result_id": result.id}
        quoted = Quotation(number=1, lines=[], valid_until=clock.today(), accepted_on=clock.today(), **place)
        db.session.add(quoted)
        db.session.flush()
        due = {"region_id": prospect.region_id, "due_on": clock.today(), "amount": 1_000_00}
        part = Instalment(quotation_id=quoted.id, kind=PartKind.WHOLE, **due)
        db.session.add(part)
        db.session.flush()
        other = RivalOffer(rival="家家福", offer="送收银机", heard_on=clock.today(), source="老板", **place)
        db.session.add(other)
        db.session.flush()
        deal |= {"offer_id": other.id}
        deal |= {"quotation_id": quoted.id, "instalment_id": part.id}
        return {"concern_id": doubt.id, "influencer_id": wife.id, "proposal_id": plan.id, **links, **deal, **mine}

    def imports(self, store_id: int, owner_id: int, rm_id: int) -> dict[str, Any]:
        """One file of each kind; head office's product file and a manager's list of supermarkets are no store's."""
        found = {}
        kinds = (
            ("goods", "products", self.cast.office.user.id), ("goods", "stock", 0), ("goods", "counts", 0),
            ("selling", "members", 0),
            ("goods", "prices", self.cast.office.user.id), ("selling", "orders", 0), ("prospecting", "surveys", rm_id),
        )  # fmt: skip
        for room, kind, of_nobodys_store in kinds:
            file = Import(
                kind=kind,
                token=f"{kind}-{store_id}",
                name="a.csv",
                format="csv",
                size=1,
                sha256="",
                reach_then={},
                state=ImportState.CANCELLED,
                store_id=None if of_nobodys_store else store_id,
                owner_id=of_nobodys_store or owner_id,
            )
            db.session.add(file)
            db.session.flush()
            for deed in (
                "show_{}_import",
                "create_{}_import_confirmation",
                "create_{}_import_cancellation",
                "show_{}_import_problems",
            ):
                found[f"{room}.{deed.format(kind)}:import_id"] = file.id
        return found
