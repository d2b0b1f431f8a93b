"""What `/till/openapi.json` says: the till's machine interface."""

from typing import Any

from portal.selling import openapi_devices, openapi_people
from portal.selling.models import FLAGS, WAYS
from portal.selling.sync import MOST_ORDERS

_WHOLE = {"type": "integer"}
_KEY = {"type": "string", "format": "uuid", "description": "Made by the device, best a UUIDv7; accepted once."}

_LINE = {
    "type": "object",
    "required": ["quantity"],
    "properties": {
        "barcode": {"type": "string", "maxLength": 20},
        "product_id": _WHOLE,
        "quantity": {**_WHOLE, "description": "Thousandths of the unit; negative in a reversal."},
        "price": {**_WHOLE, "description": "Fen a unit as charged; left out, the catalogue's price counts."},
        "amount": {**_WHOLE, "description": "Fen; must be price × quantity, rounded half up."},
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
        "placed_at": {"type": "string", "format": "date-time", "description": "With its offset."},
        "member": {**_WHOLE, "description": "A member's id; flagged and left out if he cannot be used."},
        "payment": {"type": "string", "enum": [way.value for way in WAYS], "default": "cash"},
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        "reverses": {**_KEY, "description": "The order this one undoes exactly; its lines may be left out."},
        "reason": {"type": "string", "description": "Why it is reversed; a reversal needs it."},
    },
}

_RESULT = {
    "type": "object",
    "required": ["key", "state"],
    "properties": {
        "key": {"type": "string"},
        "state": {"type": "string", "enum": ["stored", "known", "clash", "refused"]},
        "flags": {"type": "array", "items": {"type": "string", "enum": sorted(FLAGS)}},
        "reason": {"type": "string", "description": "What is wrong, as one word."},
        "message": {"type": "string", "description": "What is wrong, as a sentence in the person's language."},
    },
}


def described() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description."""
    results = {
        "type": "object",
        "properties": {
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
            "enrolment": {"type": "string", "enum": ["ok", "replaced", "withdrawn"]},
        },
    }
    answered = {"application/json": {"schema": results}}
    body = {
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
            "store": {"type": "string", "description": "The store's code; left out, the one chosen at sign-in."},
            "orders": {
                "type": "array",
                "minItems": 0,
                "description": "At least one; none where an enrolled tablet only says how it stands.",
                "maxItems": MOST_ORDERS,
                "items": {"$ref": "#/components/schemas/Order"},
            },
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Till", "version": "1"},
        "components": {
            "schemas": {"Order": _ORDER, "Line": _LINE, "Result": _RESULT},
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
                    "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
                    "responses": {
                        "200": {"description": "The fate of each order, in order.", "content": answered},
                        "400": {"description": "Too deep to be read."},
                        "409": {"description": "A single order whose key another order has.", "content": answered},
                        "422": {"description": "Not a batch of orders."},
                    },
                }
            },
            "/till/snapshot": {
                "get": {
                    "summary": "Products, store and benefit for selling offline; with an ETag.",
                    "description": "`snapshot` is the catalogue's number. Asked with `since`, `products` are those on "
                    "sale that changed after it and `gone` the ids of those off sale; `since` is 0 in an answer that "
                    "is whole. `more_barcodes` are [barcode, pieces] each: a scan of one means so many pieces. `code`, "
                    "`plu`, `featured_from` and `featured_until` stand where a product has them.",
                    "parameters": [
                        {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
                        {"name": "since", "in": "query", "schema": {"type": "integer", "minimum": 0}},
                    ],
                    "responses": {"200": {"description": "The snapshot."}, "304": {"description": "Unchanged."}},
                }
            },
        },
    }
