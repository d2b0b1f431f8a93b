"""What `/till/openapi.json` says of tablets that their store's owner enrols on themselves."""

from typing import Any

from portal.selling.openapi_people import body, post, told

_WHOLE = {"type": "integer"}
_TEXT = {"type": "string"}
_DEVICE = {
    "type": "object",
    "properties": {
        "id": _WHOLE, "name": _TEXT, "place": _TEXT, "waiting": _WHOLE,
        "seen_at": {"type": ["string", "null"], "format": "date-time"},
    },
}  # fmt: skip

PATHS: dict[str, Any] = {
    "/till/devices": {
        "get": {
            "summary": "The store's tablets in use, of which a new one may take a lost one's place.",
            "responses": {"200": told({"devices": {"type": "array", "items": _DEVICE}}, "The newest first.")},
        },
        "post": post(
            "Enrol the tablet that asks; the same secret again is the same tablet.",
            body(
                {
                    "place": {**_TEXT, "maxLength": 60},
                    "secret": {**_TEXT, "description": "256 bits in base64url, made and kept by the tablet."},
                    "replaces": {**_WHOLE, "description": "The id of the tablet whose place it takes."},
                    "reason": {**_TEXT, "description": "Why it takes that place."},
                },
                ["secret"],
            ),
            {"id": _WHOLE, "name": _TEXT, "store": _TEXT}, device=False,
        ),
    },
    "/till/devices/numbers": {
        "post": post(
            "Say why an order that waits on a tablet never comes.",
            body({"device": _TEXT, "store": _TEXT, "number": _WHOLE, "reason": _TEXT}, ["device", "number", "reason"]),
            {"number": _WHOLE}, device=False,
        )
    },
}  # fmt: skip
