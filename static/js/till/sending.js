// How what waits on the tablet goes to the server (outbox.js), and how the tablet says that it lives. What goes next and what an answer means is
// said by rules_later.js (nextBatch, outboxStep).
import { ask } from "./ask.js";
import { run } from "../device.js";
import { BATCH, mayGo, now, rows, tell } from "./outbox.js";
import { LONGEST, backoff, nextBatch, outboxStep } from "./rules_later.js";
import { device, kept, these } from "./store.js";

const PATIENCE = 30_000;
const ROOM = 65_536; // characters that fit where there is room again
const ALIVE = 240_000; // milliseconds after which an enrolled tablet says how it stands, whether it sold or not
const placeOf = (row) => `${row.store}|${row.device}`;
let timer = 0;

export const isOrder = (row) => row.kind === "order";

/* all that waits, as far as the server takes it: one tab after the other, and one turn more for what comes while one sends */
let turn = null;
export function sendAll() {
  turn ??= navigator.locks ? navigator.locks.request("till-outbox", go) : Promise.resolve().then(go);
  return turn;
}

async function go() {
  turn = null;
  clearTimeout(timer);
  await deliverAll().catch(() => Object.assign(now, { stuck: "later", tries: now.tries + 1 })); // the disk did not answer
  const pause = { "": 0, later: backoff({ tries: now.tries, dice: Math.floor(Math.random() * 401) }) }[now.stuck] ?? LONGEST;
  now.next = pause && Date.now() + pause;
  if (pause) timer = setTimeout(sendAll, pause);
  tell();
}

async function deliverAll() {
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

/* a row that was refused, as it goes again */
export const again = (found, change) => ({
  ...found, state: "waiting", reason: "", remedy: "", message: "",
  body: { ...found.body, ...change, key: found.key, ...(isOrder(found) && { sequence: found.number }) },
});

/* the orders kept here that name a new member by his key */
export function orders(outbox, key, act) {
  outbox.getAll().onsuccess = ({ target: { result } }) => result.filter((one) => one.body.member_key === key).forEach(act);
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
  const unreferred = results?.some((one) => one.referred === false); // whoever was named cannot have told him of us
  if (members.length) document.dispatchEvent(new CustomEvent("till:members", { detail: { unreferred } }));
}
