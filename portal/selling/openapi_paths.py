"""The till's doors beside its sync, as `/till/openapi.json` describes them."""

from typing import Any

_TEXT = {"type": "string"}
_WHOLE = {"type": "integer"}


def asked(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


PATHS: dict[str, Any] = {
    "/till/snapshot": {
        "get": {
            "summary": "Products, store, people and rules for selling offline; with an ETag.",
            "description": "`snapshot` is the catalogue's number. Asked with `since`, `products` are those on "
            "sale that changed after it and `gone` the ids of those off sale; `since` is 0 in an answer that "
            "is whole. `more_barcodes` are [barcode, pieces] each: a scan of one means so many pieces. `code`, "
            "`plu`, `featured_from` and `featured_until` stand where a product has them. `rights` are the percents by "
            "role that may be taken off by hand, `scale` what the labels of scales hold by their first two digits, "
            "`staff` who may take the till, `favourites` the products sold most.",
            "parameters": [
                {"name": "If-None-Match", "in": "header", "schema": _TEXT},
                asked("since", {"type": "integer", "minimum": 0}),
            ],
            "responses": {"200": {"description": "The snapshot."}, "304": {"description": "Unchanged."}},
        }
    },
    "/till/stock": {
        "get": {
            "summary": "Of which of these products the store has five units or fewer, in thousandths, by their ids.",
            "parameters": [asked("of", {"type": "string", "description": "Ids, with commas between; at most 100."})],
            "responses": {"200": {"description": "`left`, an object."}},
        }
    },
    "/till/orders": {
        "get": {
            "summary": "An order of the own store, by its key or its number, to be undone or brought back.",
            "description": "`left` of a line are the thousandths that may still come back, `back` its quantity, "
            "amount and discount that came back, below nothing; `today` says whether the order may still be reversed.",
            "parameters": [asked("number", _TEXT), asked("key", {"type": "string", "format": "uuid"})],
            "responses": {"200": {"description": "The order."}, "404": {"description": "The store has no such order."}},
        }
    },
}
