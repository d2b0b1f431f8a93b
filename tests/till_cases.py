"""The one table of cases that both sides of the till's rules are held to."""

import json
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).parents[1] / "docs" / "adr" / "cases" / "till.json"
CASES = json.loads(TABLE.read_text())
BY_GROUP = defaultdict(list)
for case in CASES:
    BY_GROUP[case["group"]].append(case)
