"""Doors of prospects: the pipeline, a file, its stages."""

from typing import Any
from urllib.parse import parse_qsl

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.queries import city_in_reach
from portal.prospecting import actions, board, lists, queries, room
from portal.prospecting.actions import Known
from portal.prospecting.forms import (
    AnswerForm,
    AssignmentForm,
    ConcernForm,
    EditProspectForm,
    InfluencerForm,
    IntentForm,
    LossForm,
    PitchNoteForm,
    ProspectFilters,
    ProspectForm,
    ReasonForm,
    ReturnForm,
    StageForm,
    StanceForm,
)
from portal.prospecting.history import left_of, lines_of
from portal.prospecting.models import Concern, PitchPoint, Prospect, Stage, Track
from portal.prospecting.queries import Dossier
from portal.prospecting.stages import needs

ON_THE_BOARD = ("track", "city", "owner", "q", "only")  # what its address says


@room.get("/prospects", needs=Can.SEE_PROSPECTING)
def list_prospects() -> Any:
    """The board; as a file (`?format=`) the rows behind it."""
    filters = ProspectFilters(current_user)
    if request.args.get("format"):
        return list_page("prospecting/prospects/rows.html", lists.prospects(current_user, filters))
    return board_page(filters)


def board_page(filters: ProspectFilters) -> Any:
    """Answer with the stages of one track side by side; a phone sees one of them (C16)."""
    track, only = filters.chosen("track") or Track.SUPERMARKET, filters.chosen("only") or ""
    counted = board.tallies(narrowed(filters, "track", "stage", "only"))
    columns = board.columns(track, narrowed(filters, "track", "stage"), counted, only, current_user)
    return page(
        "prospecting/prospects/index.html",
        filters=filters,
        track=track,
        tabs={track: board.of_track(counted, track).count for track in Track},
        columns=columns,
        open_stage=board.opened(columns, filters.chosen("stage")),
        alarms=board.of_track(counted, track),
        Track=Track,
        Stage=Stage,
    )


def narrowed(filters: ProspectFilters, *but: str) -> Any:
    """Return the viewer's prospects as filters and search narrow them, leaving some filters out."""
    statement = filters.narrow(Prospect.seen_by(current_user), but=but)
    q = request.args.get("q", "").strip()[:80]
    return queries.search_prospects(statement, q) if q else statement


@room.get("/prospects/rows", needs=Can.SEE_PROSPECTING)
def list_prospect_rows() -> Any:
    filters = ProspectFilters(current_user)
    return list_page("prospecting/prospects/rows.html", lists.prospects(current_user, filters))


@room.get("/prospects/new", needs=Can.PROSPECT)
def new_prospect() -> Any:
    known = {"region_id": request.args.get("city", type=int), "track": request.args.get("track", "person")}
    return page("prospecting/prospects/new.html", form=ProspectForm(current_user, formdata=None, data=known))


@room.post("/prospects", needs=Can.PROSPECT)
def create_prospect() -> Any:
    """Create a prospect; a phone that is known already asks once more instead, by POST only."""
    form = ProspectForm(current_user)
    if not form.accepts(lambda: prospect_made(form)):
        return page("prospecting/prospects/new.html", status=422, form=form)
    if isinstance(form.result, Known):
        return page("prospecting/prospects/new.html", form=form, known=form.result)
    flash(_("“%(name)s” is a prospect now.", name=form.result.name))
    return see_other("prospecting.show_prospect", prospect_id=form.result.id)


def prospect_made(form: ProspectForm) -> Prospect | Known:
    city = city_in_reach(form.region_id.data, current_user)
    return actions.add_prospect(city, track=form.track.data, sure=form.sure.data, by=current_user, **form.facts)


@room.get("/prospects/<int:prospect_id>", needs=Can.SEE_PROSPECTING)
def show_prospect(prospect_id: int) -> Any:
    return prospect_page(queries.prospect_or_kept(prospect_id, current_user))


def prospect_page(prospect: Prospect, status: int = 200, **forms: Any) -> Any:
    """Answer with a prospect's file: next step, what the next stage needs, contacts, history (C13, C16, C17)."""
    known, upcoming = queries.dossier_of(prospect, current_user), prospect.next_stage
    mergers = queries.mergers_of(prospect, current_user)
    stage_form = forms.get("stage") or StageForm(formdata=None)
    stage_form.stage.words = list(prospect.earlier_stages)
    return page(
        "prospecting/prospects/show.html",
        status=status,
        prospect=prospect,
        contacts=known.contacts,
        agreed=queries.appointments_of(prospect, current_user),
        needs=needs(upcoming, known) if upcoming else [],
        **dossier_facts(known, forms),
        moves=queries.moves_of(prospect, current_user),
        **screening_facts(prospect, forms),
        risks=queries.risks_of(prospect, current_user),
        mergers=[(merger, left_of(merger)) for merger in mergers],
        deal=queries.deal_in_short(prospect, current_user),
        history=lines_of(prospect, current_user, [merger.gone_id for merger in mergers]),
        stage_form=stage_form,
        return_form=forms.get("return") or ReturnForm(formdata=None, prefix="return-"),
        claim_form=forms.get("claim"),
        loss_form=forms.get("loss") or LossForm(formdata=None, prefix="loss-"),
        reopening_form=forms.get("reopening") or ReasonForm(formdata=None),
        assignment_form=forms.get("assignment") or AssignmentForm(prospect, formdata=None, prefix="heir-"),
        Stage=Stage,
    )


def dossier_facts(known: Dossier, forms: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of needs, doubts, influencers and the pitch, with a form for each (C17, C18)."""
    influencers = queries.influencers_of(known.prospect, current_user)
    answers, stances = forms.get("answers", {}), forms.get("stances", {})
    return {
        "known": known,
        "influencers": influencers,
        "pitch": [(point, known.told.get(point), known.said.get(point)) for point in PitchPoint],
        "concern_form": forms.get("concern") or ConcernForm(formdata=None, prefix="concern-", data={"kind": "doubt"}),
        "answer_forms": {c.id: answers.get(c.id) or answer_form(c) for c in known.concerns},
        "influencer_form": forms.get("influencer")
        or InfluencerForm(formdata=None, prefix="influencer-", data={"stance": "undecided"}),
        "stance_forms": {
            one.id: stances.get(one.id) or StanceForm(formdata=None, prefix=f"stance{one.id}-", obj=one)
            for one in influencers
        },
        "pitch_form": forms.get("pitch") or PitchNoteForm(formdata=None, prefix="pitch-"),
    }


def screening_facts(prospect: Prospect, forms: dict[str, Any]) -> dict[str, Any]:
    """Return what was judged of a prospect's worth and intent, with the form of a judgement (C14)."""
    return {
        "screenings": queries.screenings_of(prospect, current_user),
        "intents": queries.intents_of(prospect, current_user),
        "intent_form": forms.get("intent") or IntentForm(formdata=None, prefix="intent-"),
    }


def answer_form(concern: Concern) -> AnswerForm:
    data = {"answer": concern.answer, "settled": concern.is_settled}
    return AnswerForm(formdata=None, prefix=f"answer{concern.id}-", data=data)


@room.get("/prospects/<int:prospect_id>/edit", needs=Can.PROSPECT)
def edit_prospect(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = EditProspectForm(current_user, prospect, formdata=None)
    return page("prospecting/prospects/edit.html", form=form, prospect=prospect)


@room.post("/prospects/<int:prospect_id>", needs=Can.PROSPECT)
def update_prospect(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = EditProspectForm(current_user, prospect)
    if form.accepts(lambda: actions.edit_prospect(prospect, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    prospect = queries.prospect(prospect_id, current_user)
    return page("prospecting/prospects/edit.html", status=form.status, form=form, prospect=prospect)


@room.post("/prospects/<int:prospect_id>/stage", needs=Can.PROSPECT)
def create_stage(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = StageForm()
    if form.accepts(lambda: actions.move(prospect, form.stage.data, by=current_user, reason=form.reason.data or "")):
        flash(_("The stage is “%(stage)s” now.", stage=prospect.stage.label))
        return where_it_was_moved(prospect_id)
    return prospect_page(queries.prospect(prospect_id, current_user), 422, stage=form)


def where_it_was_moved(prospect_id: int) -> Any:
    """Lead back to the board a card was dragged on, as it was narrowed (`?board=`), or to the file."""
    if (board := request.args.get("board")) is None:
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return see_other("prospecting.list_prospects", **{k: v for k, v in parse_qsl(board) if k in ON_THE_BOARD})


@room.post("/prospects/<int:prospect_id>/loss", needs=Can.PROSPECT)
def create_loss(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = LossForm(prefix="loss-")
    why, reason = form.why.data or None, form.reason.data or ""
    if form.accepts(lambda: actions.lose(prospect, by=current_user, why=why, reason=reason)):
        flash(_("Given up, with the reason. It can be taken up again."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return prospect_page(queries.prospect(prospect_id, current_user), 422, loss=form)


@room.post("/prospects/<int:prospect_id>/reopening", needs=Can.PROSPECT)
def create_reopening(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = ReasonForm()
    if form.accepts(lambda: actions.reopen(prospect, by=current_user, reason=form.reason.data or "")):
        flash(_("Taken up again at “%(stage)s”.", stage=prospect.stage.label))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return prospect_page(queries.prospect(prospect_id, current_user), 422, reopening=form)


@room.post("/prospects/<int:prospect_id>/assignment", needs=Can.ASSIGN_PROSPECTS)
def create_assignment(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = AssignmentForm(prospect, prefix="heir-")
    if form.accepts(lambda: actions.assign(prospect, form.heir, by=current_user, reason=form.reason.data or "")):
        flash(_("Handed over."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return prospect_page(queries.prospect(prospect_id, current_user), 422, assignment=form)
