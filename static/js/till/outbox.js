// What was made on this tablet – sales and new members – and the server has not answered for: kept until the server says that it has it
// (sending.js); what it refused is mended (mending.js). It belongs to the tablet, not to a person: whoever of the store is signed in sends it.
// A row: { key, kind: order | member, number, at, state: waiting | refused | clash, reason, remedy, message, body: as it is sent, shown,
// device, store, snapshot: the name it was made under, in which store, by which prices }
import { run } from "../device.js";
import { bounds } from "./rules.js";
import { device, give, here, kept, newKey, ownTime, sellerOf, these } from "./store.js";

export const BATCH = 100;
export const now = { size: BATCH, tries: 0, next: 0, stuck: "", said: 0, owes: true, full: false }; // of this page; stuck: door, elsewhere, device or later

export const rows = async () => (await run("outbox", "readonly", (outbox) => outbox.getAll())).sort((a, b) => a.at - b.at || (a.number ?? 0) - (b.number ?? 0));

/* A sale is over: its number, its row and the end of its draft are kept together, before anything is sent. `shown` is what the tray says
   of it. The same key twice is refused by the database: a second tap changes nothing. A disk without room ends selling. */
export async function finish({ key = newKey(), order, shown = {}, draft = "" }) {
  const placed = new Date().toISOString();
  let number;
  await written((at) => run(["till", "outbox", "sales"], "readwrite", (till, outbox, sales) => {
    these(till, ["device", "snapshot", "turn"], (found) => give(till, (given) => {
      number = given;
      outbox.add(row({ key, kind: "order", number, at, shown, body: { ...sellerOf(found.turn), ...order, key, sequence: number, placed_at: placed } }, found));
      if (draft) sales.delete(draft);
    }));
  }));
  return { key, number };
}

/* of the page's own store: another window may have fetched another one's goods meanwhile */
export const row = (made, { device: { name }, snapshot }) => ({
  ...made, state: "waiting", reason: "", remedy: "", message: "",
  device: name, store: here() || (snapshot?.facts?.store?.code ?? ""), snapshot: snapshot?.facts?.snapshot ?? null,
});

/* what is added is told of, and sent; a disk without room ends selling */
export async function written(work) {
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

export function changed() {
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

/* what sends is fetched with the first of it; where that fails, the next sale, the network's return and the heart (heart.js) try again */
let sending = null;
export function send() {
  sending ??= import("./sending.js").catch(() => { sending = null; });
  return sending.then((found) => found?.sendAll());
}

export const tell = () => document.dispatchEvent(new CustomEvent("till:outbox"));

addEventListener("online", () => { now.tries = 0; send(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
