"""What `/till/openapi.json` says of the people at a till: turns, approvals, sales on hold, members, shifts, prints."""

from typing import Any

from portal.selling.approvals import Deed
from portal.selling.models import WAYS, CashKind

_WHOLE = {"type": "integer"}
_FEN = {"type": "integer", "description": "Fen."}
_TEXT = {"type": "string"}
_KEY = {"type": "string", "format": "uuid", "description": "Made by the device, best a UUIDv7; said again it is known."}
_DEVICE = {"type": "string", "maxLength": 40}
_BY_WAY = {"type": "object", "additionalProperties": _FEN, "description": f"By {', '.join(way.value for way in WAYS)}."}
_SELLER = {
    "clerk": {**_WHOLE, "description": "Who stands at the till; left out, who is signed in."},
    "turn": {**_KEY, "description": "The turn that he took. One that nobody knows is noted on the trail."},
}
_PIN = {"device": _DEVICE, "user": _WHOLE, "pin": {"type": "string", "description": "Six digits."}, "key": _KEY}
_TOKEN = {
    "name": "X-Device-Token", "in": "header", "schema": _TEXT,
    "description": "The secret of an enrolled tablet; other names have none.",
}  # fmt: skip
_CSRF = {"name": "X-CSRFToken", "in": "header", "required": True, "schema": _TEXT}
_NAMED = {"name": "device", "in": "query", "required": True, "schema": _DEVICE}
_PATH_KEY = {"name": "key", "in": "path", "required": True, "schema": _KEY}

_MEMBER = {
    "type": "object",
    "properties": {
        "id": _WHOLE, "last_four": _TEXT, "surname": _TEXT, "level": {"type": ["string", "null"]}, "points": _WHOLE,
        "birthday": {"type": ["string", "null"], "description": "Its month, where he told it."}, "joined_on": _TEXT,
        "owed": _FEN, "limit": {**_FEN, "description": "How much he may owe the store at once, in fen."},
        "home": {"type": "boolean", "description": "In a search: whether this store registered him."},
    },
}  # fmt: skip
_HOLD = {
    "type": "object",
    "properties": {
        "key": _KEY, "name": _TEXT, "total": _FEN, "pieces": _WHOLE, "device": _DEVICE, "made_by": _TEXT,
        "made_at": _TEXT, "old": {"type": "boolean", "description": "Of an earlier day."},
    },
}  # fmt: skip
_LAST = {
    "type": ["object", "null"],
    "properties": {"key": _KEY, "closed_at": _TEXT, "closer": _TEXT, "left": _FEN},
}
_SHIFT = {
    "type": ["object", "null"],
    "properties": {
        "key": _KEY, "opened_at": _TEXT, "opener": _TEXT, "float": _FEN, "expected": _BY_WAY, "last": _LAST,
        "first": {**_WHOLE, "description": "Its first number."}, "number": {**_WHOLE, "description": "Its highest."},
        "orders": _WHOLE, "missing": {**_WHOLE, "description": "Numbers given out that have not arrived."},
        "moves": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
_STANDING = {"shift": _SHIFT, "last": _LAST}


def body(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "required": required, "properties": properties}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def told(properties: dict[str, Any], said: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _refused(*more: tuple[str, str]) -> dict[str, Any]:
    shape = {"error": {**_TEXT, "description": "What is wrong, as one word."}, "message": _TEXT}
    return {status: told(shape, said) for status, said in (("422", "Refused: a word and a sentence."), *more)}


def post(said: str, body: dict[str, Any], answer: dict[str, Any], *more: Any, device: bool = True) -> dict[str, Any]:
    return {
        "summary": said,
        "parameters": [_CSRF, *([_TOKEN] if device else [])],
        "requestBody": body,
        "responses": {"200": told(answer, "Done, now or before."), **_refused(*more)},
    }


_LOCKED = ("429", "Too many wrong PINs.")
_TAKEN = ("409", "Somebody was first: `by`, `at`, `device`.")
_FORGOTTEN = ("404", "It is on hold no longer: `forgotten`.")
PATHS: dict[str, Any] = {
    "/till/turns": {
        "post": post(
            "Take a till over by one's PIN.", body(_PIN, ["device", "user", "pin", "key"]),
            {"turn": _KEY, "user": {"type": "object"}}, _LOCKED,
        )
    },
    "/till/approvals": {
        "post": post(
            "Approve a deed on one order by a manager's PIN; good for ten minutes.",
            body(
                {
                    **_PIN, "deed": {"type": "string", "enum": [deed.value for deed in Deed]}, "amount": _FEN,
                    "of": {**_KEY, "description": "The order undone; to reverse and to return it must be said."},
                },
                ["device", "user", "pin", "deed", "key", "amount"],
            ),
            {"approval": {**_TEXT, "description": "The order's `approval`."}, "approver": {"type": "object"}}, _LOCKED,
        )
    },
    "/till/reservations": {
        "post": post(
            "Keep a member's points for one order for fifteen minutes; 0 lets them go.",
            body(
                {"device": _DEVICE, "key": {**_KEY, "description": "The order's."}, "member": _WHOLE,
                 "points": _WHOLE, **_SELLER},
                ["device", "key", "member", "points"],
            ),
            {"reservation": {**_KEY, "description": "The order's key."}, "ends_at": _TEXT,
             "balance": {**_WHOLE, "description": "What he can spend beside."}},
        )
    },
    "/till/holds": {
        "get": {
            "summary": "What is on hold in the store, the oldest first.",
            "responses": {"200": told({"holds": {"type": "array", "items": _HOLD}}, "What waits.")},
        },
        "post": post(
            "Put a sale on hold.",
            body(
                {"device": _DEVICE, "key": _KEY, "name": _TEXT, "body": {"type": "object"}, "total": _FEN,
                 "pieces": _WHOLE, **_SELLER},
                ["device", "key", "body", "total", "pieces"],
            ),
            {"key": _KEY},
        ),
    },
    "/till/holds/{key}/taking": {
        "parameters": [_PATH_KEY],
        "post": post(
            "Take a sale up, once; the same device may ask again.", body({"device": _DEVICE, **_SELLER}, ["device"]),
            {"body": {"type": "object"}}, _TAKEN, _FORGOTTEN,
        ),
    },
    "/till/members": {
        "get": {
            "summary": "The least of the members that this store registered and who consent; with an ETag.",
            "parameters": [{"name": "If-None-Match", "in": "header", "schema": _TEXT}],
            "responses": {
                "200": told({"members": {"type": "array", "items": _MEMBER}}, "All of them."),
                "304": {"description": "Unchanged."},
            },
        }
    },
    "/till/members/search": {
        "post": post(
            "Look a member up in the chain, by number or its last four digits, own ones by name; noted on the trail.",
            body({"q": _TEXT}, ["q"]),
            {"hits": {"type": "array", "items": _MEMBER}, "message": _TEXT}, device=False,
        )
    },
    "/till/shift": {
        "get": {
            "summary": "How the till's shift stands, and what the last one left.",
            "parameters": [_NAMED, _TOKEN],
            "responses": {"200": told(_STANDING, "How it stands."), **_refused()},
        },
        "post": post(
            "Open the till's shift, move cash, or close it.",
            body(
                {
                    "device": _DEVICE, "do": {"type": "string", "enum": ["open", "move", "close"]}, "key": _KEY,
                    "clerk": {**_WHOLE, "description": "Who stands at the till; left out, who is signed in."},
                    "turn": {**_KEY, "description": "The turn that he took."},
                    "shift": {**_KEY, "description": "Which shift; left out, the one under way."},
                    "float": _FEN, "kind": {"type": "string", "enum": [kind.value for kind in CashKind]},
                    "amount": _FEN, "reason": _TEXT, "counted": _BY_WAY, "float_left": _FEN,
                    "reasons": {"type": "object", "description": "By way of a difference; `missing` of numbers."},
                    "last": {**_WHOLE, "description": "The highest number that the tablet gave out."},
                },
                ["device", "do"],
            ),
            _STANDING,
        ),
    },
    "/till/prints": {
        "post": post(
            "Note that the receipt of the order of a key is printed.",
            body({"key": _KEY, "reason": _TEXT, "device": _DEVICE, **_SELLER}, ["key"]),
            {"copy": {**_WHOLE, "description": "Which copy this is: the first, or one that says so."}},
            ("404", "The store has no such order."),
        )
    },
}  # fmt: skip
