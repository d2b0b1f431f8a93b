// What may be sold: the products of the last snapshot, in chunks on the tablet's disk so that a difference writes little, and all of them in
// memory while the till is open: a scan asks nobody. What is looked for is found as the server finds it (rules.js: finds).
import { run } from "../device.js";
import { finds } from "./rules.js";

const CHUNK = 500; // products, by their ids
const MOST = 24;
const chunkOf = ({ id }) => Math.floor(id / CHUNK);

/* what is kept, to be asked while selling; `facts` are what the snapshot says beside the products */
export async function open() {
  let chunks;
  const { facts = null } = (await run(["till", "catalogue"], "readonly", (till, catalogue) => {
    catalogue.getAll().onsuccess = ({ target }) => { chunks = target.result; };
    return till.get("snapshot");
  })) ?? {};
  const products = chunks.flatMap((chunk) => chunk.products);
  const codes = new Map(products.map((product) => [product.barcode, product]));
  const ids = new Map(products.map((product) => [product.id, product]));
  return { facts, size: products.length, byCode: (code) => codes.get(code) ?? null, byId: (id) => ids.get(id) ?? null, find: (text) => find(products, text.trim()) };
}

/* a whole name is meant alone; else what the words find, by name */
function find(products, text) {
  if (!text) return [];
  const same = products.filter((product) => product.barcode === text || product.name === text);
  const found = same.length ? same : products.filter((product) => finds({ product, text }));
  return found.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))).slice(0, MOST);
}

/* takes over a snapshot: all of it, or as a difference what is new, changed (`products`) and gone (their ids) */
export function take({ products, gone = [], full = true, ...facts }, tag = "") {
  return run(["till", "catalogue"], "readwrite", (till, catalogue) => {
    const touched = new Map();
    for (const product of products) touched.set(chunkOf(product), touched.get(chunkOf(product)) ?? []).get(chunkOf(product)).push(product);
    till.put({ facts, tag }, "snapshot");
    if (full) {
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

/* asks for a newer one; false where there is none, or no network */
export async function refresh() {
  const { tag = "" } = (await run("till", "readonly", (till) => till.get("snapshot"))) ?? {};
  try {
    const answer = await fetch("/till/snapshot", { headers: tag ? { "If-None-Match": tag } : {}, signal: AbortSignal.timeout(30_000) });
    if (!answer.ok || answer.redirected) return false;
    await take(await answer.json(), answer.headers.get("ETag") ?? "");
    return true;
  } catch {
    return false;
  }
}
