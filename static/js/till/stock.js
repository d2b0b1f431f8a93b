// Of which goods on the shelf little is left: asked for with network, and said on the tiles. It is no part of what the tablet keeps: without
// network nobody knows.
import { ask } from "./ask.js";
import { seldom, word } from "./dom.js";
import { quantity } from "./rules.js";

const AGAIN = 180_000; // milliseconds
let timer = 0;

export async function look() {
  clearTimeout(timer);
  timer = setTimeout(look, AGAIN);
  const shown = tiles().map(({ dataset: { product } }) => product);
  if (!shown.length) return;
  const { ok, answer } = navigator.onLine ? await ask(`/till/stock?of=${shown.join(",")}`) : {};
  await seldom();
  tell(ok ? answer.left : {});
}

const tiles = () => [...document.querySelectorAll("#goods > [data-product]")];

/* thousandths by the products' ids; of those that are not among them there is enough */
function tell(left) {
  for (const tile of tiles()) {
    const many = left[tile.dataset.product];
    tile.querySelector("[data-s=left]").textContent = many === undefined ? "" : many > 0 ? word("stock.left", { n: quantity({ thousandths: many }) }) : word("stock.none");
  }
}
