"""What is known of a capable person or a team, and what is still missing in a prospect's file (C11–C13)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.words import N_, P_, Word, say
from portal.prospecting.alike import letters_of, place_of, sound_of


class Makeup(Word):
    ONE = "one", N_("One person")
    COUPLE = "couple", N_("A couple")
    PARTNERS = "partners", N_("Partners")
    TEAM = "team", N_("A team")


class Free(Word):
    """From when somebody has the time to run a store."""

    NOW = "now", P_("free", "At once")
    QUARTER = "quarter", P_("free", "Within three months")
    YEAR = "year", P_("free", "Within a year")
    LATER = "later", P_("free", "Later than that"), "off"


class IntentLevel(Word):
    FIRM = "firm", P_("intent", "Wants to open"), "now"
    OPEN = "open", P_("intent", "Not sure yet"), "zero"
    NONE = "none", P_("intent", "Does not want to"), "off"


@dataclass(frozen=True)
class Piece:
    """One thing a complete file holds: the column, its name, and where it is written in."""

    column: str
    text: str | tuple[str, str]
    where: str = "edit"

    @property
    def label(self) -> str:
        return say(self.text)


PERSON_PAGE, FILE_PAGE, SURVEY_PAGE = "person", "edit", "survey"
OF_EVERYONE = (
    Piece("contact_name", N_("Contact person")),
    Piece("phone", N_("Phone")),
    Piece("source", N_("Where from")),
)
# by the value of the track
PIECES: dict[str, tuple[Piece, ...]] = {
    "person": (
        *OF_EVERYONE,
        Piece("makeup", N_("Who they are"), PERSON_PAGE),
        Piece("done", N_("What they have done"), PERSON_PAGE),
        Piece("capital", N_("Own capital"), PERSON_PAGE),
        Piece("free", N_("Has time from"), PERSON_PAGE),
        Piece("wants", N_("What they want"), PERSON_PAGE),
    ),
    "supermarket": (
        *OF_EVERYONE,
        Piece("decision_maker", N_("Who really decides")),
        Piece("address", N_("Address")),
        Piece("background", N_("Background")),
        Piece("survey_id", N_("Survey"), SURVEY_PAGE),
    ),
}
# of whom we worked with before, also what we did together
TOGETHER = Piece("together", N_("What we did together"), PERSON_PAGE)


class PersonFacts:
    """The columns of a prospect that say what a person or a team can do and wants."""

    makeup: Mapped[Makeup | None]
    heads: Mapped[int | None]
    trade_years: Mapped[int | None]
    done: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    together: Mapped[str] = mapped_column(String(500), default="", server_default="")
    # what they can put in, in fen; nought is an answer, None is none
    capital: Mapped[int | None] = mapped_column(BigInteger)
    free: Mapped[Free | None]
    wants: Mapped[str] = mapped_column(String(500), default="", server_default="")
    # the newest judgement of intent and the newest screening, which the lists sort by
    intent: Mapped[IntentLevel | None]
    intent_on: Mapped[date | None] = mapped_column(Date)
    score: Mapped[int | None]
    # how its name sounds and where it is, as files of the same are found by
    sound: Mapped[str] = mapped_column(String(200), default="", server_default="", index=True)
    place: Mapped[str] = mapped_column(String(200), default="", server_default="", index=True)

    name: Any
    contact_name: Any
    decision_maker: Any
    pinyin: Any
    address: Any
    track: Any
    source: Any

    def note_alikes(self) -> None:
        """Note by what it and a file of the same are found; its names or its address are new."""
        self.sound, self.place = sound_of(self.name), place_of(self.address or "")
        self.pinyin = letters_of(self.name, self.contact_name, self.decision_maker)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What a complete file of its track holds."""
        partner = self.track == "person" and self.source == "partner"
        return (*PIECES[self.track], TOGETHER) if partner else PIECES[self.track]

    @property
    def gaps(self) -> list[Piece]:
        """What is missing in the file, in the order in which it is asked."""
        return [piece for piece in self.pieces if getattr(self, piece.column) in (None, "")]


# free text that may speak of somebody, and his money
OF_A_PERSON = frozenset({"done", "together", "capital", "wants", "sound", "place", "score"})
