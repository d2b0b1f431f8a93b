// What may be sold: the products of the last snapshot, in chunks on the tablet's disk so that a difference writes little, and all of them in
// memory while the till is open: a scan asks nobody. What is looked for is found as the server finds it (rules.js: finds).
import { run } from "../device.js";
import { ask, clockAhead } from "./ask.js";
import { finds, priceAt } from "./rules.js";

const CHUNK = 500; // products, by their ids
const MOST = 24;
const PATIENCE = 60_000; // milliseconds: all of it is some megabytes
const PRICE = ["level", "own", "kind", "fen", "member", "least", "most", "since", "until"]; // of a row of `prices`; moments are seconds
const chunkOf = ({ id }) => Math.floor(id / CHUNK);

/* what is kept, to be asked while selling; `facts` are what the snapshot says beside the products. What is kept of another store than
   `store` is not shown in this one, and nothing of it: its prices are others. */
export async function open(store = "") {
  let chunks;
  let { facts = null } = (await run(["till", "catalogue"], "readonly", (till, catalogue) => {
    catalogue.getAll().onsuccess = ({ target }) => { chunks = target.result; };
    return till.get("snapshot");
  })) ?? {};
  if (store && facts && facts.store?.code !== store) [facts, chunks] = [null, []];
  const ahead = await clockAhead();
  const products = [];
  const codes = new Map();
  const ids = new Map();
  const plus = new Map();
  for (const chunk of chunks) {
    for (const said of chunk.products) {
      const product = said.prices?.length ? priced(said, ahead) : said;
      products.push(product);
      ids.set(product.id, product);
      codes.set(product.barcode, { product, pieces: 1 });
      if (product.plu) plus.set(product.plu, product);
      for (const [code, pieces] of product.more_barcodes ?? []) codes.set(code, { product, pieces });
    }
  }
  const [byId, byPlu] = [ids, plus].map((known) => (key) => known.get(key) ?? null);
  /* what a code means: its product, and how many pieces of it */
  const scanned = (code) => codes.get(code) ?? null;
  return { facts, products, size: products.length, byCode: (code) => scanned(code)?.product ?? null, scanned, byId, byPlu, find: (text) => find(products, text.trim()) };
}

/* Its price is what counts at the moment it is asked for, by the server's clock: prices to come are kept, so that midnight needs no
   network. A product without a price of its own then has the catalogue's. */
function priced(product, ahead) {
  const rows = product.prices.map((row) => Object.fromEntries(PRICE.map((name, n) => [name, row[n] ?? null])));
  const counts = () => priceAt({ rows, moment: Math.floor((Date.now() - ahead) / 1000) });
  return Object.defineProperties({ ...product }, {
    price: { enumerable: true, get: () => counts()?.fen ?? product.price },
    member_price: { enumerable: true, get: () => { const now = counts(); return now ? now.member : product.member_price; } },
  });
}

/* a whole name is meant alone; else what the words find, by name */
function find(products, text) {
  if (!text) return [];
  const same = products.filter((product) => product.barcode === text || product.name === text);
  const found = same.length ? same : products.filter((product) => finds({ product, text }));
  return found.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))).slice(0, MOST);
}

/* takes over a snapshot: all of it, or what is new and changed (`products`) since number `since`, and gone (their ids) */
export function take({ products, gone = [], ...facts }, tag = "") {
  return run(["till", "catalogue"], "readwrite", (till, catalogue) => {
    const touched = new Map();
    for (const product of products) touched.set(chunkOf(product), touched.get(chunkOf(product)) ?? []).get(chunkOf(product)).push(product);
    till.put({ facts, tag }, "snapshot");
    if (!facts.since) {
      catalogue.clear();
      for (const [n, chunk] of touched) catalogue.put({ n, products: chunk });
      return;
    }
    for (const n of new Set([...touched.keys(), ...gone.map((id) => chunkOf({ id }))])) {
      catalogue.get(n).onsuccess = ({ target: { result } }) => {
        const fresh = touched.get(n) ?? [];
        const over = new Set([...gone, ...fresh.map(({ id }) => id)]);
        catalogue.put({ n, products: [...(result?.products ?? []).filter(({ id }) => !over.has(id)), ...fresh] });
      };
    }
  });
}

/* asks for what is new: whether there is anything, null without network. Another store's catalogue is asked for whole: prices are a store's. */
export async function refresh() {
  const { facts = {}, tag = "" } = (await run("till", "readonly", (till) => till.get("snapshot"))) ?? {};
  const said = await newer(facts.snapshot ?? 0, tag);
  if (!said.ok) return said.status === 304 ? false : null;
  const moved = said.answer.since && said.answer.store?.code !== facts.store?.code;
  const { ok, answer, tag: newTag } = moved ? await newer(0, "") : said;
  if (!ok || !Array.isArray(answer.products)) return null;
  await take(answer, newTag);
  return isNew(facts, answer);
}

/* an answer that says nothing new is kept for its tag alone */
function isNew({ since: _, ...known }, { since, products, gone = [], ...facts }) {
  return !since || products.length + gone.length > 0 || JSON.stringify(facts) !== JSON.stringify(known);
}

const newer = (since, tag) => ask(`/till/snapshot${since ? `?since=${since}` : ""}`, undefined, { patience: PATIENCE, tag });

/* what is in front on that day, and the kinds of goods: head office's order where the snapshot says it, else what has most products first */
let shelved = {};
export function shelves({ products, facts }, day) {
  if (shelved.products === products && shelved.day === day) return shelved;
  const counts = new Map();
  for (const { category } of products) if (category) counts.set(category, (counts.get(category) ?? 0) + 1);
  const order = facts?.categories ?? [];
  const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  const categories = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  const inFront = products.filter(({ featured_from: first, featured_until: last }) => first && first <= day && day <= last);
  shelved = { products, day, categories, featured: new Set(inFront.map(({ id }) => id)) };
  return shelved;
}
