"""What the portal promises, each in one sentence; tests say which they show (`flask coverage --promises`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One requirement; the tests that show it carry its id."""

    id: str
    requirement: str


ROWS = (
    # nothing lost, nothing doubled
    Promise("P01", "An order sent again under its key, by one client or many at once, is stored exactly once."),
    Promise("P02", "Another order under a key that is taken is refused with 409 and nothing typed is lost."),
    Promise("P03", "What was acknowledged is on the disk: SQLite writes ahead and waits for it."),
    Promise("P04", "A write that fails at any step leaves nothing behind."),
    Promise("P05", "On a full disk reading goes on and a write answers 507 with a sentence."),
    Promise("P06", "Of two people who change one record the second is told, and neither overwrites the other unseen."),
    Promise("P07", "Where a tablet's clock is wrong, the business day is right or the order is flagged."),
    Promise("P08", "Background work whose worker died is taken up again, and its effect happens once."),
    Promise("P09", "A backup taken under load is restored elsewhere with the same rows and chains."),
    Promise("P10", "A backup of an older portal is brought to the newest revision with its data."),
    Promise("P11", "Posted orders, their lines and sealed days never change: the database itself refuses."),
    Promise("P12", "Sums are what their rows say: stock of moves, a day of its orders, an order of its lines."),
    Promise("P13", "A reversal names one order, undoes it exactly and happens once."),
    Promise("P14", "Revisions go up and down over a filled database and keep what both schemas hold."),
    Promise("P15", "A network moved from SQLite to PostgreSQL gives the same answers."),
    Promise("P16", "Killed at random, server or database, the portal comes back and has every acknowledged order."),
    Promise("P17", "A form filled without network outlives a dead battery and is stored once, lost answers included."),
    Promise("P18", "Two files of the same become one that keeps both histories; what differed is kept with it."),
    Promise("P19", "Of two who claim one prospect of the pool one has it, and the other is told who was quicker."),
    # nobody in where they don't belong
    Promise("P20", "For each route of the map and each role: what the role lacks answers 403, what it has opens."),
    Promise("P21", "What belongs to another region or store is not there: 404 on pages, files, exports and work."),
    Promise("P22", "Lists, counts, searches and exported files hold nothing from beyond one's reach."),
    Promise("P23", "Whoever is signed out or disabled gets 401 with the sign-in form at every door."),
    Promise("P24", "A statement that reaches a store's or region's rows around the viewer's reach is an error."),
    Promise("P25", "Nothing typed into any form ends in a 500."),
    Promise("P26", "Fields that a form does not have - a role, a price, a store, an owner - are ignored."),
    Promise("P27", "Amounts, quantities, numbers and batches keep to their limits, at the boundary and beyond."),
    Promise("P28", "Steps out of order are refused by the model, whatever form they come from."),
    Promise("P29", "GET changes nothing: every table is the same before and after each page of the map."),
    Promise("P30", "Every sign-in has a new session and a new token, of which only a hash is kept."),
    Promise("P31", "A sign-in ends when it lies still too long and at ninety days whatever happens."),
    Promise("P32", "A person sees where he is signed in and ends any of it, and nobody else's."),
    Promise("P33", "A sign-in is dead after signing out, disabling, a new password and a new role."),
    Promise("P34", "Failed sign-ins are counted in the database for all worker processes together."),
    Promise("P35", "An unknown person and a wrong password get the same words and cost the same work."),
    Promise("P36", "Once policy asks for it, head office and administrators need a second factor, used once each."),
    Promise("P37", "A one-time link works once, grows too old, is kept as a hash and never written to a log."),
    Promise("P38", "After signing in nobody is sent to another host."),
    Promise("P39", "Every answer and error page forbids inline code, foreign sources, framing and guessing of types."),
    Promise("P40", "Behind TLS cookies are Secure under the __Host- name and HSTS is sent; on plain http neither."),
    Promise("P41", "Personal pages are asked for again each time; files and exports are not kept at all."),
    Promise("P42", "Signing out clears the browser's cache and never its storage, which would delete the outbox."),
    Promise("P43", "A write without the form's token is refused."),
    Promise("P44", "An upload is what it claims to be, of limited size and pixels, or it is refused."),
    Promise("P45", "A picture is drawn anew without its metadata, under a random name, and served inert."),
    Promise("P46", "Archives, workbooks and pictures that unpack to far more than they are are refused unread."),
    Promise("P47", "No cell of an exported file is a formula."),
    Promise("P48", "No address holds a phone number or a name: searches by phone and exports of members are POSTs."),
    Promise("P49", "No log line holds a phone, a name, a password, a token or what people typed."),
    Promise("P50", "What leaves the house by itself goes to the mail server of the settings and nowhere else."),
    Promise("P51", "The trail refuses UPDATE, DELETE and TRUNCATE in the database."),
    Promise("P52", "Every chain of the trail is checked: a changed, missing or reordered row is found."),
    Promise("P53", "Personal values never enter the trail; that they changed does."),
    Promise("P54", "A link shows one handed-over version, for its days, so often, and until it is withdrawn."),
    Promise("P55", "Numbers of a tablet that never came are named exactly, to its owner and to the tablet."),
    Promise("P56", "A sale on hold is taken up once, by whichever tablet was first; every other one is told who."),
    Promise("P57", "What is taken off, put on account, undone or taken back at the till is in somebody's right."),
    Promise("P58", "No more of a line comes back than was sold, and all of it together undoes the line to the fen."),
    # personal data
    Promise("P59", "Whoever withdraws consent is neither found nor exported nor sold to as a member until he agrees."),
    Promise("P60", "A phone and a name are enough for a member; a birthday is told only by whoever wants to."),
    Promise("P61", "Nobody is registered without consent; its text's version, time and channel are kept."),
    Promise("P62", "An erased member's number and name are gone everywhere; the orders stay without them."),
    Promise("P63", "Members are exported by POST to those who may, and the export is on the trail."),
    Promise("P64", "Numbers are shown masked; the registering store reveals them, others say why, all on the trail."),
    Promise("P65", "Whoever looks up very many members is stopped."),
    Promise("P66", "Whether a number is known elsewhere is answered with yes or no, limited, on the trail."),
    Promise("P67", "No request leaves the browser for another host."),
    Promise("P68", "Looking at or exporting very many members within an hour raises one alert; a person closes it."),
    Promise("P69", "Idle members are anonymised only by an administrator's rule, announced a month before."),
    # missed reports
    Promise("P70", "No silent day is ever unflagged and no excused one flagged: the calendar is exact."),
    # figures of a store
    Promise("P71", "How long goods last and what to order: what sold a day of trade against what is there or comes."),
    Promise("P72", "A count that comes as a file is an open sheet of its store, each row once, and moves no stock."),
    Promise("P73", "Every figure of orders opens exactly the rows that it is the sum of."),
    # growth
    Promise("P80", "Keys and indexes of the shop floor lead with the store, references stay inside it."),
)  # fmt: skip
