"""Files of two cities, so of two managers, become one: whatever hung on either lies where the kept one lies (C13)."""

import pytest

from portal.accounts.viewer import hashed
from portal.kernel.db import Base, db
from portal.kernel.files import File
from portal.kernel.scope import House, Regional
from portal.prospecting import actions, queries
from portal.prospecting.invariants_cities import troubles_of_cities
from portal.prospecting.models import ProposalLink, Stage, Track
from tests.builders_prospecting import a_proposal, a_prospect, a_survey, refused
from tests.builders_signing import a_submitted
from tests.prospecting.test_merge import merged

covers = ("C13",)
pytestmark = pytest.mark.promise("P22")

P, S = Track.PERSON, Track.SUPERMARKET
HOUSE = House("tests")


def rows_on(row):
    """Return every row of a place that names this one, and what names that."""
    found = []
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns if issubclass(mapper.class_, Regional) else ():
            if any(key.column.table is type(row).__table__ for key in column.foreign_keys):
                model, name = mapper.class_, mapper.get_property_by_column(column).key
                if not isinstance(row, model):
                    found += db.session.scalars(model.seen_by(HOUSE).where(getattr(model, name) == row.id)).all()
    return found + [part for one in found for part in rows_on(one)]


def test_links_and_decisions_go_along(cast, places, session):
    north, south = cast.rm_north.viewer, cast.rm_south.viewer
    kept = a_prospect(S, Stage.PITCHED)
    gone = a_submitted(cast, places.guangzhou, by="rm_south")
    paper = File(token="paper", name="a.pdf", mime="application/pdf", size=1, sha256="", region_id=gone.region_id)
    session.add(paper)
    session.flush()
    gone.attachment_ids = [paper.id]
    actions.unmark_applied(gone.prospect, by=cast.office.viewer)
    token = actions.give_link(a_proposal(gone.prospect, by=south), days=7, by=south)
    session.commit()
    merged(kept, gone.prospect, cast.director.viewer)
    session.commit()
    hanging = rows_on(kept)
    assert {"proposal_link", "submission", "investment_line"} <= {row.__tablename__ for row in hanging}
    assert [f"{row.__tablename__} {row.id}" for row in hanging if row.region_id != kept.region_id] == []
    link = session.scalars(ProposalLink.seen_by(HOUSE).where(ProposalLink.token_hash == hashed(token))).one()
    # who was given the file takes its link back; who had it sees neither it nor the papers any more
    assert queries.links_of(link.proposal, north) == [link] and queries.links_of(link.proposal, south) == []
    seen = [len(session.scalars(File.seen_by(who).where(File.token == "paper")).all()) for who in (north, south)]
    assert seen == [1, 0]


def test_no_survey_is_carried_into_another_city(cast, places):
    kept = a_prospect(S)
    gone = a_prospect(S, city=places.guangzhou, by=cast.rm_south.viewer)
    a_survey(places.guangzhou, by=cast.rm_south.viewer, prospect=gone)
    with refused("survey stays in its city"):
        merged(kept, gone, cast.director.viewer)
    merged(gone, kept, cast.director.viewer)
    assert gone.survey.region_id == gone.region_id


def test_verify_finds_what_lies_elsewhere_than_its_prospect(cast, places, session):
    prospect = a_prospect(S, Stage.PITCHED)
    plan = a_proposal(prospect)
    session.commit()
    assert troubles_of_cities() == []
    plan.region_id = prospect.survey.region_id = places.guangzhou.id
    session.commit()
    assert set(troubles_of_cities()) == {
        f"prospect {prospect.id}: in another city than its survey",
        f"proposal {plan.id}: in another city than its prospect",
    }
