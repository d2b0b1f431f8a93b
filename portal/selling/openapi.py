"""What `/till/openapi.json` says: the till's machine interface."""

from typing import Any

from portal.selling import openapi_devices, openapi_people
from portal.selling.models import FLAGS, WAYS
from portal.selling.openapi_paths import PATHS
from portal.selling.sync import MOST_ORDERS
from portal.selling.sync_reading import MOST_BENEFITS, MOST_PAYMENTS

_WHOLE = {"type": "integer"}
_TEXT = {"type": "string"}
_KEY = {"type": "string", "format": "uuid", "description": "Made by the device, best a UUIDv7; accepted once."}
_MOMENT = {"type": "string", "format": "date-time", "description": "With its offset."}
_WAY = {"type": "string", "enum": [way.value for way in WAYS]}
_APPROVAL = {"type": "string", "description": "A manager's signed word, from `POST /till/approvals`."}

_LINE = {
    "type": "object",
    "required": ["quantity"],
    "properties": {
        "barcode": {"type": "string", "maxLength": 20},
        "product_id": _WHOLE,
        "quantity": {**_WHOLE, "description": "Thousandths of the unit; negative in a reversal or return."},
        "price": {**_WHOLE, "description": "Fen a unit as charged; left out, the catalogue's price counts."},
        "amount": {
            **_WHOLE,
            "description": "Fen; must be price × quantity, rounded half up, less benefits and the discount by hand.",
        },
        "benefit": {
            "type": "array",
            "maxItems": MOST_BENEFITS,
            "description": "What a rule takes off, as the tablet worked it out; worked out again here.",
            "items": {"type": "object", "required": ["fen"], "properties": {"rule": _WHOLE, "fen": _WHOLE}},
        },
        "discount": {
            "type": "object",
            "description": "What somebody takes off by hand, and why.",
            "required": ["fen"],
            "properties": {"fen": _WHOLE, "why": {"type": "string", "maxLength": 200}},
        },
        "approval": _APPROVAL,
        "of": {**_WHOLE, "description": "In a return, the position of the line that comes back."},
    },
}

_PAYMENT = {
    "type": "object",
    "required": ["way", "amount"],
    "properties": {
        "way": _WAY,
        "amount": _WHOLE,
        "given": {**_WHOLE, "description": "The cash handed over for it."},
    },
}

_ORDER = {
    "type": "object",
    "required": ["key", "sequence", "placed_at", "lines"],
    "properties": {
        "key": _KEY,
        "sequence": {
            **_WHOLE,
            "minimum": 1,
            "description": "The device's running number, each used once, at most 100,000 above its last.",
        },
        "placed_at": _MOMENT,
        "member": {**_WHOLE, "description": "A member's id; flagged and left out if he cannot be used."},
        "member_key": {**_KEY, "description": "A member of this or an earlier batch, by his key."},
        "clerk": {**_WHOLE, "description": "Who sold, where it is not who is signed in; with the turn he took."},
        "turn": {**_KEY, "description": "The turn at the till, from `POST /till/turns`."},
        "payment": {**_WAY, "default": "cash"},
        "payments": {
            "type": "array",
            "maxItems": MOST_PAYMENTS,
            "description": "How it is paid, where in several ways or with what was handed over; their sum the total.",
            "items": {"$ref": "#/components/schemas/Payment"},
        },
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        "reverses": {**_KEY, "description": "The order of the same day that this undoes exactly."},
        "returns": {**_KEY, "description": "The order whose goods come back, line by line, in today's figures."},
        "settles": {
            "type": "boolean",
            "description": "Money for what a member has on account: no lines, and payments of sum 0.",
        },
        "reason": {"type": "string", "description": "Why it is reversed or comes back; a reversal needs it."},
        "points_used": {**_WHOLE, "description": "Points it is paid with, kept by `POST /till/reservations` before."},
        "approval": _APPROVAL,
    },
}

_MEMBER = {
    "type": "object",
    "required": ["key", "phone", "name", "consent_version", "consented_at"],
    "properties": {
        "key": _KEY,
        "phone": {**_TEXT, "description": "A mobile number of eleven digits; whoever has it already is he."},
        "name": {"type": "string", "maxLength": 60},
        "consent_version": {**_TEXT, "description": "Of the notice he heard."},
        "consented_at": _MOMENT,
        "birthday": {**_TEXT, "description": "If he told it, its month and day: 02-29. Noted of a new member only."},
        "referrer": {**_WHOLE, "description": "The id of the member who told him of us."},
    },
}

_RESULT = {
    "type": "object",
    "required": ["key", "state"],
    "properties": {
        "key": {"type": "string"},
        "kind": {"type": "string", "enum": ["member"], "description": "Of a new member; orders have none."},
        "state": {"type": "string", "enum": ["stored", "known", "clash", "refused"]},
        "flags": {"type": "array", "items": {"type": "string", "enum": sorted(FLAGS)}},
        "member": {**_WHOLE, "description": "The id of a new member."},
        "points": {**_WHOLE, "description": "Its member's once all is stored; of another store's, the first time."},
        "referred": {"type": "boolean", "description": "Whether it was noted who told a new member of us."},
        "reason": {"type": "string", "description": "What is wrong, as one word."},
        "message": {"type": "string", "description": "What is wrong, as a sentence in the person's language."},
        "remedy": {
            "type": "string",
            "enum": ["pay", "member", "approve", "owner"],
            "description": "What mends it: another payment, another member, a manager's word, or only the owner.",
        },
    },
}

_BATCH = {
    "type": "object",
    "required": ["device", "orders"],
    "properties": {
        "device": {"type": "string", "maxLength": 40},
        "sent_at": {
            "type": "string",
            "format": "date-time",
            "description": "The device's own clock at this moment, so that one that is wrong is noticed.",
        },
        "token": {"type": "string", "description": "The secret of an enrolled tablet; other names have none."},
        "last": {**_WHOLE, "description": "The highest number the tablet has given out."},
        "waiting": {**_WHOLE, "description": "How many orders wait on the tablet after these."},
        "snapshot": {
            **_WHOLE,
            "description": "The snapshot these were sold from. With it prices are held to what counted since three "
            "days before the sale, less benefits and discounts within the right; without it they are flagged, and only "
            "what goes off beside them is held to the right.",
        },
        "store": {"type": "string", "description": "The store's code; left out, the one chosen at sign-in."},
        "members": {
            "type": "array",
            "description": "New members, taken before the orders.",
            "maxItems": MOST_ORDERS,
            "items": {"$ref": "#/components/schemas/Member"},
        },
        "orders": {
            "type": "array",
            "minItems": 0,
            "description": "At least one; none beside members, or where an enrolled tablet only says how it stands.",
            "maxItems": MOST_ORDERS,
            "items": {"$ref": "#/components/schemas/Order"},
        },
    },
}

_ANSWER = {
    "type": "object",
    "properties": {
        "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
        "enrolment": {"type": "string", "enum": ["ok", "replaced", "withdrawn"]},
        "upto": {**_WHOLE, "description": "Told to enrolled tablets and where a snapshot is said: all up to it came."},
        "gaps": {"type": "array", "items": {"type": "array", "items": _WHOLE}, "description": "Holes: [from, to]."},
        "snapshot": {**_WHOLE, "description": "The newest there is."},
        "sealed": {"type": "array", "items": {"type": "string", "format": "date"}},
    },
}


def described() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description."""
    answered = {"application/json": {"schema": _ANSWER}}
    schemas = {"Order": _ORDER, "Line": _LINE, "Payment": _PAYMENT, "Member": _MEMBER, "Result": _RESULT}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Till", "version": "2"},
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "session"}},
        },
        "security": [{"session": []}],
        "paths": {
            **openapi_people.PATHS,
            **openapi_devices.PATHS,
            "/till/sync": {
                "post": {
                    "summary": "Post orders, each accepted once by its key; repeat freely until answered.",
                    "parameters": [
                        {"name": "X-CSRFToken", "in": "header", "required": True, "schema": {"type": "string"}}
                    ],
                    "requestBody": {"required": True, "content": {"application/json": {"schema": _BATCH}}},
                    "responses": {
                        "200": {"description": "The fate of each member and order, in order.", "content": answered},
                        "400": {"description": "Too deep to be read."},
                        "409": {"description": "A single order whose key another order has.", "content": answered},
                        "422": {"description": "Not a batch of orders."},
                    },
                }
            },
            **PATHS,
        },
    }
