"""The published year through the portal's own import, every sum checked against its source (S12)."""

from bench.stage import YEAR, Stage, say


def measure(stage: Stage, engine: str) -> dict[str, float]:
    """Return import.<engine>.…, measured while the stage makes the year's database."""
    stage.network(engine, YEAR)
    figures = {name: value for name, value in stage.imported.items() if name.startswith(f"import.{engine}.")}
    if not figures:
        say(f"the year was kept from an earlier run, so its import on {engine} was not measured")
    return figures
