"""What a tablet keeps to sell without network: store, people, rules, the catalogue whole or what is new (C32)."""

import hashlib
import json
from typing import Any

from portal.goods.queries import catalogue_numbers, shelf
from portal.kernel import clock
from portal.network.models import Store
from portal.selling import points
from portal.selling.benefits import as_said
from portal.selling.models import WAYS
from portal.selling.queries import favourites, staff_of
from portal.selling.queries.benefits import rules_from
from portal.selling.till_rules import scale_kinds, till_rules


class Snapshot:
    """The answer to a tablet that has the catalogue up to number `since`; 0 has nothing.

    A number that this catalogue did not give out – of another database, or from before a restore – is answered whole.
    """

    def __init__(self, store: Store, device: str, since: int = 0) -> None:
        self.store_id = store.id
        self.number, floor = catalogue_numbers()
        self.since = since if floor <= since <= self.number else 0
        self.facts: dict[str, Any] = {
            "store": {"code": store.code, "name": store.name},
            "device": device,
            "benefit": {"kind": "member_price"},
            "payments": [way.value for way in WAYS],
            "rights": till_rules().rights,
            "scale": scale_kinds(),
            "rules": [as_said(rule) | {"words": rule.words} for rule in rules_from(clock.today())],
            "points": points.as_said(),
            "staff": staff_of(store.id),
            "favourites": favourites(store),
            "snapshot": self.number,
            "since": self.since,
        }

    @property
    def tag(self) -> str:
        """The entity tag, known without reading the catalogue."""
        return hashlib.sha256(as_json(self.facts).encode()).hexdigest()[:32]

    def text(self) -> str:
        return as_json(self.facts | shelf(self.since, self.store_id)._asdict())


def as_json(facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
