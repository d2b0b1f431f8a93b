"""Files whose rows name a store and a product on its shelf: what counts and opening stock read alike."""

from collections.abc import Iterator
from typing import Any

from portal.goods.queries import barcodes_of_one
from portal.kernel.importer import Line, Pass, Reader, Unit
from portal.kernel.sheets import Row
from portal.kernel.words import N_
from portal.network.queries import stores


class ShelfReader(Reader):
    """Reads row by row, and looks up a chunk of rows at once."""

    chunk = 500

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        self.codes = {store.code: store.id for store in stores(run.reach) if run.store_id in (None, store.id)}
        self.products = {barcode: product_id for barcode, product_id, _ in barcodes_of_one()}

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        waiting: list[tuple[Line, Any]] = []
        for row in rows:
            line = self.run.line(*row)
            found = self.found(line)
            if not line.refused() and found is not None:
                waiting.append((line, found))
            if len(waiting) >= self.chunk:
                yield from self.told(waiting)
                waiting = []
        yield from self.told(waiting)

    def found(self, line: Line) -> Any:
        """Return what a row says; None where it says nothing or is refused."""
        raise NotImplementedError

    def told(self, waiting: list[tuple[Line, Any]]) -> Iterator[Unit]:
        """Return what would become of rows that can be read."""
        raise NotImplementedError

    def place(self, line: Line) -> tuple[int | None, int | None]:
        """Return the store and the product that a row names; one that is not known is a fault."""
        code = line.text("store", 12)
        store_id = self.codes.get(code) if code else self.run.store_id
        if store_id is None:
            line.fault("store", N_("No such store within your reach."), N_("Write the code of one of your stores."))
        barcode = line.needed("barcode", 20)
        product_id = self.products.get(barcode)
        if barcode and product_id is None:
            line.fault("barcode", N_("Not in the catalogue."), N_("Import the product first."))
        return store_id, product_id
