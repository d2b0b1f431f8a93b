// What was made on this tablet – sales and new members – and the server has not answered for: sent until the server says that it has it. It
// belongs to the tablet, not to a person: whoever of the store is signed in sends it. What goes next and what an answer means is said by
// rules.js (nextBatch, outboxStep).
// A row: { key, kind: order | member, number, at, state: waiting | refused | clash, reason, remedy, message, body: as it is sent, shown,
// device, store, snapshot: the name it was made under, in which store, by which prices }
import { ask } from "./ask.js";
import { run } from "../device.js";
import { LONGEST, backoff, bounds, nextBatch, outboxStep } from "./rules.js";
import { device, give, here, kept, newKey, ownTime, these } from "./store.js";

const BATCH = 100;
const PATIENCE = 30_000;
const ROOM = 65_536; // characters that fit where there is room again
const ALIVE = 240_000; // milliseconds after which an enrolled tablet says how it stands, whether it sold or not
const now = { size: BATCH, tries: 0, next: 0, stuck: "", said: 0, owes: true, full: false }; // of this page; stuck: door, elsewhere, device or later
let timer = 0;

export const rows = async () => (await run("outbox", "readonly", (outbox) => outbox.getAll())).sort((a, b) => a.at - b.at || (a.number ?? 0) - (b.number ?? 0));
const placeOf = (row) => `${row.store}|${row.device}`;
const isOrder = (row) => row.kind === "order";

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
const mayGo = () => ["", "elsewhere"].includes(now.stuck);

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

const again = (found, change) => ({
  ...found, state: "waiting", reason: "", remedy: "", message: "",
  body: { ...found.body, ...change, key: found.key, ...(isOrder(found) && { sequence: found.number }) },
});

/* What nobody can mend: its owner says why, the server writes it down beside the missing number, and only then it goes. A member that is
   given up leaves his orders without him. */
export async function giveUp(key, reason) {
  const found = await run("outbox", "readonly", (outbox) => outbox.get(key));
  if (!found || found.state === "waiting") return { ok: false, status: 404, answer: {} };
  const { device: name, number, store } = found;
  const said = isOrder(found) ? await ask("/till/devices/numbers", { device: name, number, key, reason, ...(store && { store }) }) : { ok: true, status: 200, answer: {} };
  if (!said.ok) return said;
  await run("outbox", "readwrite", (outbox) => {
    outbox.delete(key);
    if (!isOrder(found)) orders(outbox, key, ({ body: { member_key: _, ...body }, ...one }) => outbox.put(one.state === "clash" ? { ...one, body } : again({ ...one, body }, {})));
  });
  changed();
  return said;
}

/* the orders kept here that name a new member by his key */
function orders(outbox, key, act) {
  outbox.getAll().onsuccess = ({ target: { result } }) => result.filter((one) => one.body.member_key === key).forEach(act);
}

/* all that waits, as far as the server takes it: one tab after the other, and one turn more for what comes while one sends */
let turn = null;
export function send() {
  turn ??= navigator.locks ? navigator.locks.request("till-outbox", go) : Promise.resolve().then(go);
  return turn;
}

async function go() {
  turn = null;
  clearTimeout(timer);
  await sendAll().catch(() => Object.assign(now, { stuck: "later", tries: now.tries + 1 })); // the disk did not answer
  const pause = { "": 0, later: backoff({ tries: now.tries, dice: Math.floor(Math.random() * 401) }) }[now.stuck] ?? LONGEST;
  now.next = pause && Date.now() + pause;
  if (pause) timer = setTimeout(send, pause);
  tell();
}

async function sendAll() {
  const shut = [];
  now.stuck = "";
  if (now.full) now.full = !(await hasRoom());
  for (;;) {
    const all = await rows();
    const batch = nextBatch({ rows: all.map((one) => ({ ...one, place: placeOf(one), member_key: one.body.member_key })), size: now.size, shut });
    if (batch.place === null) return mayGo() ? alive(all) : undefined;
    const sent = all.filter(({ key }) => batch.members.includes(key) || batch.orders.includes(key));
    const { status, answer, late } = await deliver(batch, sent);
    const { next, rows: fates } = outboxStep({ sent: sent.map(({ key }) => key), answer: { status, results: answer.results, error: answer.error }, token_renewed: true });
    await settle(sent, fates, answer.results);
    if (next === "on") {
      Object.assign(now, { tries: 0, size: Math.min(BATCH, now.size * 2), full: false });
      tell();
    } else if (next === "halve") now.size = Math.ceil(sent.length / 2);
    else {
      now.stuck = next === "door" && status === 404 ? "elsewhere" : next;
      if (next === "later" || status === 401) {
        now.tries += 1;
        if (late) now.size = Math.ceil(sent.length / 2); // a weak line takes less at once
        return undefined;
      }
      shut.push(batch.place); // what was made in another store, or under another name, may still go
    }
  }
}

const hasRoom = () => run("till", "readwrite", (till) => {
  till.put("0".repeat(ROOM), "room");
  till.delete("room");
}).then(() => true, () => false);

/* nothing waits: an enrolled tablet says so, and how far it counted */
async function alive(all) {
  const own = await device();
  if (!own.token || (!now.owes && Date.now() - now.said < ALIVE)) return;
  const { ok, status } = await deliver({ stay: all.filter((one) => isOrder(one) && one.device === own.name).length, snapshot: null }, [], own);
  if (ok) now.tries = 0;
  else if (status === 0) Object.assign(now, { stuck: "later", tries: now.tries + 1 });
  else if (status === 401) now.stuck = "door";
}

async function deliver({ stay, snapshot }, sent, own = null) {
  const { name, token, last } = await named(own?.name ?? sent[0].device);
  const body = { device: name, sent_at: new Date().toISOString(), last, waiting: stay, orders: sent.filter(isOrder).map((one) => one.body) };
  const members = sent.filter((one) => !isOrder(one)).map((one) => one.body);
  const store = own?.store ?? sent[0].store;
  Object.assign(body, token && { token }, store && { store }, snapshot !== null && { snapshot }, members.length && { members });
  const said = await ask("/till/sync", body, { patience: PATIENCE });
  if (said.ok) await heard(said.answer, name, last);
  return said;
}

/* this tablet's name, secret and how far it counted; a tablet that was enrolled anew still delivers what it made under the name before */
async function named(name) {
  const own = await device();
  if (own.name === name) return { ...own, last: (await kept("numbers"))?.last ?? 0 };
  return ((await kept("before")) ?? []).find((one) => one.name === name) ?? { name };
}

async function heard({ enrolment, snapshot, sealed, upto = 0, gaps = [] }, name, last) {
  const own = await device();
  if (own.name !== name) return;
  const stored = Math.max(upto, ...gaps.map(([, to]) => to + 1));
  // this disk is a copy of before: what was given out since then is not given out again
  if (stored > last) await run("till", "readwrite", (till) => these(till, ["numbers"], ({ numbers = {} }) => till.put({ ...numbers, stored }, "numbers")));
  Object.assign(now, { said: Date.now(), owes: false });
  if (enrolment && enrolment !== own.state) await run("till", "readwrite", (till) => these(till, ["device"], ({ device: is }) => is.name === name && till.put({ ...is, state: enrolment }, "device")));
  document.dispatchEvent(new CustomEvent("till:news", { detail: { snapshot, sealed, upto, gaps, device: enrolment ?? "" } }));
}

/* what the server has goes, what it refused is kept with its reason: all of an answer or nothing */
async function settle(sent, fates, results) {
  const settled = fates.filter((fate) => fate.state !== "waiting");
  if (!settled.length) return;
  if (settled.some((fate) => fate.state !== "gone")) now.owes = true; // it holds more than it said
  const before = new Map(sent.map((one) => [one.key, one]));
  const members = settled.filter(({ key, state: came }) => came === "gone" && !isOrder(before.get(key)));
  await run("outbox", "readwrite", (outbox) => {
    for (const { key, ...fate } of settled) {
      if (fate.state === "gone") outbox.delete(key);
      else outbox.put({ ...before.get(key), ...fate, message: results?.findLast((one) => one.key === key)?.message ?? "" });
    }
    // an order that was refused for want of its member goes again when he is there
    for (const { key } of members) orders(outbox, key, (one) => one.reason === "member" && outbox.put(again(one, {})));
  });
  if (members.length) document.dispatchEvent(new CustomEvent("till:members"));
}

const tell = () => document.dispatchEvent(new CustomEvent("till:outbox"));

addEventListener("online", () => { now.tries = 0; send(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
