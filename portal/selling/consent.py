"""What a customer is told before he becomes a member; its version is kept with his consent (C34)."""

from portal.kernel.words import N_, Word

VERSION = "4 (2026-11-26)"

# first sentence, the rest of the paragraph
TEXT = (
    (
        N_("We note only your mobile number and what to call you,"),
        N_("to give you the member price, find your orders, and warn you if something you bought turns out faulty."),
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
