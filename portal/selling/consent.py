"""What a customer is told before he becomes a member; its version is kept with his consent (C34)."""

from portal.kernel.words import N_, Word

VERSION = "5 (2026-11-26)"

# first sentence, the rest of the paragraph
TEXT = (
    (
        N_(
            "We note only your mobile number, what to call you and what you buy – and, if you tell us, the day of your "
            "birthday without its year and who told you of us –"
        ),
        N_(
            "to give you the member price, offers and points, find your orders, and warn you if something you bought "
            "turns out faulty."
        ),
    ),
    ("", N_("Every store of the chain knows your number; other stores than this one see only 138****5678.")),
    (
        "",
        N_(
            "We sell it to nobody. You may take your consent back, ask for a copy, or for us to delete it, at any time "
            "and in any store."
        ),
    ),
)


class Channel(Word):
    """Where a consent was given."""

    TILL = "till", N_("At the till")
    PAGE = "page", N_("In the store")
    IMPORT = "import", N_("Imported")
