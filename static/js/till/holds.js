// Sales that are put aside. With network they are the store's: another tablet may take one, once. Without, they are this tablet's alone and
// say so (`local`), until the network is back. A sale keeps the key of its order through all of it: were it ever sold on two tablets, the
// server would take one of them.
// A manager's word on it was given to the tablet that asked for it: whoever takes it up asks anew.
// In "sales": { key: draftKey(), sale }, what is being sold; { key, state: "held", store, at, name, sale, total, pieces }; and { key, state:
// "taking", … } without a sale: the store was asked for it, and what it answered was not heard yet.
import { run } from "../device.js";
import { ask } from "./ask.js";
import { current, device, draftKey, here, newKey, ownTime, seller } from "./store.js";

const UNHEARD = [0, 401]; // no network, or nobody is signed in
const alone = (act) => (navigator.locks ? navigator.locks.request("till-holds", act) : act());

/* of this store: another one's wait on the tablet until its people are back */
async function kept(state) {
  const rows = await run("sales", "readonly", (sales) => sales.getAll());
  return rows.filter((row) => row.state === state && row.store === here()).sort((a, b) => a.at - b.at);
}

/* kept here, so that the next sale begins at once whatever the network does; shareAll gives it to the store */
export async function hold(sale, name, { total = 0, pieces = 0 } = {}) {
  const by = (await current())?.name ?? document.body.dataset.clerkName;
  const row = { key: newKey(), state: "held", store: here(), at: await ownTime(), name, sale, total, pieces, by, seller: await seller() };
  await run("sales", "readwrite", (sales) => { sales.put(row); sales.delete(draftKey()); });
  return { key: row.key };
}

/* whether anybody answered */
async function share({ key, name, sale, total, pieces, seller: maker }) {
  const { ok, status } = await ask("/till/holds", { ...maker, device: (await device()).name, key, name, body: sale, total, pieces });
  if (ok) await drop(key);
  return !UNHEARD.includes(status);
}

const drop = (key) => run("sales", "readwrite", (sales) => sales.delete(key));

/* what was put aside here is the store's */
export const shareAll = () => alone(async () => {
  for (const row of await kept("held")) if (!(await share(row))) return;
});

/* { local, holds: [{ key, name, total, pieces, made_by, made_at, device, local, body? }] }; local: the store could not be asked */
export async function list() {
  const { ok, answer } = await ask("/till/holds");
  const [held, taking] = [await kept("held"), await kept("taking")];
  const shared = (ok ? answer.holds : []).filter(({ key }) => !held.some((one) => one.key === key));
  const unheard = taking.filter(({ key }) => !shared.some((one) => one.key === key));
  return { local: !ok, holds: [...shared.map((one) => ({ ...one, local: false })), ...unheard.map((row) => told(row, false)), ...held.map((row) => told(row, true))] };
}

const told = ({ key, name, total, pieces, at, sale, by = "" }, local) => ({ key, name, total, pieces, made_by: by, made_at: new Date(at).toISOString(), device: "", local, ...(sale && { body: sale }) });

/* { ok: true, body } – it is the draft here now – or { ok: false, error: "taken" | "offline" | …, by, at, device, message }. That it is asked
   for is noted first: where the answer is lost the store shows it to nobody any more, and gives it to this tablet alone. */
export const take = (key, { name = "", total = 0, pieces = 0 } = {}) => alone(async () => {
  const row = await noted({ key, state: "taking", store: here(), at: await ownTime(), name, total, pieces });
  const { ok, status, answer } = await ask(`/till/holds/${key}/taking`, { ...(await seller()), device: (await device()).name });
  // the server never had it, or cannot be asked: it is this tablet's
  const sale = unworded(ok ? answer.body : status === 0 || status === 404 ? row.sale : null);
  if (!sale) {
    if (answer.error === "taken" || status === 404) await drop(key);
    return { ok: false, ...answer, error: answer.error || (status === 0 ? "offline" : "door") };
  }
  await run("sales", "readwrite", (sales) => {
    sales.put({ key: draftKey(), sale });
    sales.delete(key);
  });
  return { ok: true, body: sale };
});

const unworded = (sale) => (Array.isArray(sale?.lines) ? { ...sale, lines: sale.lines.map((one) => (one.discount?.approval ? { ...one, discount: { ...one.discount, approval: null } } : one)) } : sale);

/* what lies here under a key, by now */
async function noted(row) {
  let found;
  await run("sales", "readwrite", (sales) => {
    sales.get(row.key).onsuccess = ({ target: { result } }) => {
      found = result ?? row;
      if (!result) sales.put(row);
    };
  });
  return found;
}
