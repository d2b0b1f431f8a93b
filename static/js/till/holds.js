// Sales that are put aside. With network they are the store's: another tablet may take one, once. Without, they are this tablet's alone and
// say so (`local`), until the network is back. A sale keeps the key of its order through all of it: were it ever sold on two tablets, the
// server would take one of them.
// In "sales": { key: "draft", sale }, what is being sold, and { key, state: "held", at, name, sale, total, pieces }.
import { run } from "../device.js";
import { ask } from "./ask.js";
import { newKey } from "./numbers.js";
import { device, ownTime } from "./store.js";

const kept = async () => (await run("sales", "readonly", (sales) => sales.getAll())).filter((row) => row.state === "held").sort((a, b) => a.at - b.at);
const alone = (act) => (navigator.locks ? navigator.locks.request("till-holds", act) : act());

/* { key, local }: kept here first, then given to the store */
export async function hold(sale, name, { total = 0, pieces = 0 } = {}) {
  const row = { key: newKey(), state: "held", at: await ownTime(), name, sale, total, pieces };
  await run("sales", "readwrite", (sales) => { sales.put(row); sales.delete("draft"); });
  return { key: row.key, local: !(await alone(() => share(row))) };
}

async function share({ key, name, sale, total, pieces }) {
  const { ok } = await ask("/till/holds", { device: (await device()).name, key, name, body: sale, total, pieces });
  if (ok) await drop(key);
  return ok;
}

const drop = (key) => run("sales", "readwrite", (sales) => sales.delete(key));

/* what was put aside without network is the store's again */
export const shareAll = () => alone(async () => {
  for (const row of await kept()) if (!(await share(row))) return;
});

/* { local, holds: [{ key, name, total, pieces, made_by, made_at, device, local, body? }] }; local: the store could not be asked */
export async function list() {
  const { ok, answer } = await ask("/till/holds");
  const here = (await kept()).map(({ key, name, total, pieces, at, sale }) => (
    { key, name, total, pieces, made_by: "", made_at: new Date(at).toISOString(), device: "", local: true, body: sale }));
  const shared = (ok ? answer.holds : []).filter(({ key }) => !here.some((one) => one.key === key));
  return { local: !ok, holds: [...shared.map((one) => ({ ...one, local: false })), ...here] };
}

/* { ok: true, body } – it is the draft here now – or { ok: false, error: "taken" | "offline" | …, by, at, device, message } */
export const take = (key) => alone(async () => {
  const { ok, status, answer } = await ask(`/till/holds/${key}/taking`, { device: (await device()).name });
  const here = (await kept()).find((row) => row.key === key);
  if (answer.error === "taken" && here) await drop(key);
  // the server never had it, or cannot be asked: it is this tablet's
  const sale = ok ? answer.body : status === 0 || status === 404 ? here?.sale : null;
  if (!sale) return { ok: false, ...answer, error: answer.error || (status === 0 ? "offline" : "door") };
  await run("sales", "readwrite", (sales) => {
    sales.put({ key: "draft", sale });
    sales.delete(key);
  });
  return { ok: true, body: sale };
});
