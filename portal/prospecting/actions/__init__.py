"""What is done in prospecting: one verb, one function; one file a noun."""

from portal.prospecting.actions.cities import add_city, add_tie, edit_city, move_city, remove_tie
from portal.prospecting.actions.prospects import (
    MOST_CHECKS,
    Known,
    add_prospect,
    assign,
    check_duplicate,
    create_prospect,
    edit_prospect,
    log_contact,
    lose,
    mark_applied,
    move,
    reopen,
    unmark_applied,
)
from portal.prospecting.actions.surveys import MOST_PHOTOS, add_survey, edit_survey, judge_survey, make_prospect

__all__ = [
    "MOST_CHECKS",
    "MOST_PHOTOS",
    "Known",
    "add_city",
    "add_prospect",
    "add_survey",
    "add_tie",
    "assign",
    "check_duplicate",
    "create_prospect",
    "edit_city",
    "edit_prospect",
    "edit_survey",
    "judge_survey",
    "log_contact",
    "lose",
    "make_prospect",
    "mark_applied",
    "move",
    "move_city",
    "remove_tie",
    "reopen",
    "unmark_applied",
]
