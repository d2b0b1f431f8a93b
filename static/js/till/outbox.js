// What was made on this tablet – sales and new members – and the server has not answered for: kept until the server says that it has it
// (sending.js). It belongs to the tablet, not to a person: whoever of the store is signed in sends it.
// A row: { key, kind: order | member, number, at, state: waiting | refused | clash, reason, remedy, message, body: as it is sent, shown,
// device, store, snapshot: the name it was made under, in which store, by which prices }
import { ask } from "./ask.js";
import { run } from "../device.js";
import { bounds } from "./rules.js";
import { device, give, here, kept, newKey, ownTime, these } from "./store.js";

export const BATCH = 100;
export const now = { size: BATCH, tries: 0, next: 0, stuck: "", said: 0, owes: true, full: false }; // of this page; stuck: door, elsewhere, device or later

export const rows = async () => (await run("outbox", "readonly", (outbox) => outbox.getAll())).sort((a, b) => a.at - b.at || (a.number ?? 0) - (b.number ?? 0));
export const isOrder = (row) => row.kind === "order";

/* A sale is over: its number, its row and the end of its draft are kept together, before anything is sent. `shown` is what the tray says
   of it. The same key twice is refused by the database: a second tap changes nothing. A disk without room ends selling. */
export async function finish({ key = newKey(), order, shown = {}, draft = "" }) {
  const placed = new Date().toISOString();
  let number;
  await written((at) => run(["till", "outbox", "sales"], "readwrite", (till, outbox, sales) => {
    these(till, ["device", "snapshot", "turn"], (found) => give(till, (given) => {
      number = given;
      outbox.add(row({ key, kind: "order", number, at, shown, body: { ...seller(found.turn), ...order, key, sequence: number, placed_at: placed } }, found));
      if (draft) sales.delete(draft);
    }));
  }));
  return { key, number };
}

/* a new member: his number lies here, and nowhere else on the tablet, until the server has it */
export async function join({ key = newKey(), ...member }) {
  const body = { ...member, key, consented_at: new Date().toISOString() };
  await written((at) => run(["till", "outbox"], "readwrite", (till, outbox) => {
    these(till, ["device", "snapshot"], (found) => outbox.add(row({ key, kind: "member", number: null, at, shown: {}, body }, found)));
  }));
  return { key };
}

const row = (made, { device: { name }, snapshot }) => ({
  ...made, state: "waiting", reason: "", remedy: "", message: "",
  device: name, store: snapshot?.facts?.store?.code ?? "", snapshot: snapshot?.facts?.snapshot ?? null,
});

/* who sold: whoever took the tablet by his PIN, else who is signed in; a colleague may be the one who sends it */
function seller(turn) {
  const viewer = Number(document.body.dataset.viewer) || undefined;
  return turn && turn.viewer === viewer ? { clerk: turn.id, turn: turn.turn } : { clerk: viewer };
}

async function written(work) {
  try {
    if (isElsewhere((await kept("device")) ?? (await device()))) throw new Error("this tablet is another store's");
    await work(await ownTime());
  } catch (error) {
    now.full ||= error?.name === "QuotaExceededError";
    tell();
    throw error;
  }
  changed();
}

/* enrolled in another store than the one it is open in: its name and numbers are that one's, and mean another tablet here */
const isElsewhere = ({ store = "" }) => Boolean(store && here()) && store !== here();

function changed() {
  now.owes = true;
  tell();
  if (mayGo()) send();
}

/* what belongs to another store's people waits for them, and keeps nobody else's back */
export const mayGo = () => ["", "elsewhere"].includes(now.stuck);

/* what the screen needs to know; `only` are the ways of paying that are left, `left` milliseconds until there are fewer; `full`: the disk
   has no room; `enrolment`: what the server said last of this tablet, ok, replaced or withdrawn, or elsewhere */
export async function state() {
  const all = await rows();
  const waiting = all.filter((one) => one.state === "waiting");
  const oldest = waiting.length ? Math.min(...waiting.map((one) => one.at)) : null;
  const { state: bound, left } = bounds({ oldest, waiting: waiting.length, time: await ownTime() });
  const own = (await kept("device")) ?? {};
  const enrolment = isElsewhere(own) ? "elsewhere" : (own.state ?? "");
  return {
    online: navigator.onLine && now.stuck !== "later", stuck: now.stuck, next: now.next, waiting, oldest, left, bound, full: now.full, enrolment,
    refused: all.filter((one) => one.state !== "waiting"), only: bound === "cash" ? ["cash"] : null,
    mayOpen: bound !== "stop" && !now.full && !["replaced", "withdrawn", "elsewhere"].includes(enrolment),
  };
}

/* what was refused goes again as it was changed, under its own key and number */
export async function mend(key, change) {
  await run("outbox", "readwrite", (outbox) => {
    outbox.get(key).onsuccess = ({ target: { result: found } }) => {
      if (found?.state === "refused") outbox.put(again(found, change));
    };
  });
  await send();
}

export const again = (found, change) => ({
  ...found, state: "waiting", reason: "", remedy: "", message: "",
  body: { ...found.body, ...change, key: found.key, ...(isOrder(found) && { sequence: found.number }) },
});

/* What nobody can mend: its owner says why, the server writes it down beside the missing number, and only then it goes. A member that is
   given up, which nobody else hears of, leaves his orders without him. */
export async function giveUp(key, reason) {
  const found = await run("outbox", "readonly", (outbox) => outbox.get(key));
  if (!found || found.state === "waiting") return { ok: false, status: 404, answer: {} };
  const { device: name, number, store } = found;
  const said = isOrder(found) ? await ask("/till/devices/numbers", { device: name, number, key, reason, ...(store && { store }) }) : { ok: true, status: 200, answer: {} };
  if (said.ok) await drop(key);
  return said;
}

/* a new member who was refused and is one already: his orders name him */
export const instead = (key, member) => drop(key, { member });

async function drop(key, more = {}) {
  await run("outbox", "readwrite", (outbox) => {
    outbox.delete(key);
    orders(outbox, key, ({ body: { member_key: _, ...rest }, ...one }) => {
      const body = { ...rest, ...more };
      outbox.put(one.state === "clash" ? { ...one, body } : again({ ...one, body }, {}));
    });
  });
  changed();
}

/* the orders kept here that name a new member by his key */
export function orders(outbox, key, act) {
  outbox.getAll().onsuccess = ({ target: { result } }) => result.filter((one) => one.body.member_key === key).forEach(act);
}

/* what sends is fetched with the first of it; where that fails, the next sale, the network's return and the heart (heart.js) try again */
let sending = null;
export function send() {
  sending ??= import("./sending.js").catch(() => { sending = null; });
  return sending.then((found) => found?.sendAll());
}

export const tell = () => document.dispatchEvent(new CustomEvent("till:outbox"));

addEventListener("online", () => { now.tries = 0; send(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
