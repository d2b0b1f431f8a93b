"""The files prospecting takes: lists of supermarkets."""

from portal.kernel.import_doors import import_doors
from portal.kernel.importer import Importer
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import room
from portal.prospecting.survey_file import SURVEY_COLUMNS, SurveyReader

surveys = import_doors(
    room,
    Importer(
        kind="surveys",
        title=N_("Import supermarkets"),
        columns=SURVEY_COLUMNS,
        reader=SurveyReader,
        units=N_("Market surveys"),
        preview=("name", "city", "district", "address", "hourly"),
        about=N_("A list of a city's supermarkets. Each becomes a survey that somebody completes at the door."),
    ),
    "/surveys/import",
    needs=Can.PROSPECT,
    back="prospecting.list_surveys",
)
