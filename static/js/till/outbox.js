// What this tablet sold and the server has not answered for: in the order of its numbers, sent until the server says that it has it. It
// belongs to the tablet, not to a person: whoever of the store is signed in sends it. What an answer means is said by rules.js.
// A row: { key, number, at, state: waiting | refused | clash, reason, remedy, message, body: the order as it is sent, shown }
import { run } from "../device.js";
import { give, newKey } from "./numbers.js";
import { LONGEST, backoff, bounds, outboxStep } from "./rules.js";
import { device, kept, ownTime } from "./store.js";

const BATCH = 100;
const PATIENCE = 30_000;
const now = { size: BATCH, tries: 0, token: "", next: 0, stuck: "" }; // of this page; stuck: door, device or later
let timer = 0;

const all = () => run("outbox", "readonly", (outbox) => outbox.getAll());
const byNumber = (a, b) => a.number - b.number;

/* A sale is over: its number, its row and the end of its draft are kept together, before anything is sent. `shown` is what the tray says
   of it. The same key twice is refused by the database: a second tap changes nothing. */
export async function finish({ key = newKey(), order, shown = {}, draft = "" }) {
  const at = await ownTime();
  const placedAt = new Date().toISOString();
  let number;
  await run(["till", "outbox", "sales"], "readwrite", (till, outbox, sales) => {
    give(till, (given) => {
      number = given;
      const body = { ...order, key, sequence: number, placed_at: placedAt };
      outbox.add({ key, number, at, state: "waiting", reason: "", remedy: "", message: "", body, shown });
      if (draft) sales.delete(draft);
    });
  });
  tell();
  if (!now.stuck) send();
  return { key, number };
}

/* what the screen needs to know; `only` are the ways of paying that are left, `left` milliseconds until there are fewer */
export async function state() {
  const rows = (await all()).sort(byNumber);
  const waiting = rows.filter((row) => row.state === "waiting");
  const oldest = waiting.length ? Math.min(...waiting.map((row) => row.at)) : null;
  const { state: bound, left } = bounds({ oldest, waiting: waiting.length, time: await ownTime() });
  return {
    online: navigator.onLine && now.stuck !== "later", stuck: now.stuck, next: now.next, waiting, oldest, left, bound,
    refused: rows.filter((row) => row.state !== "waiting"), mayOpen: bound !== "stop", only: bound === "cash" ? ["cash"] : null,
  };
}

/* what was refused goes again as it was changed, under its own key and number */
export async function mend(key, change) {
  await run("outbox", "readwrite", (outbox) => {
    outbox.get(key).onsuccess = ({ target: { result: row } }) => {
      if (row?.state !== "refused") return;
      outbox.put({ ...row, state: "waiting", reason: "", remedy: "", message: "", body: { ...row.body, ...change, key, sequence: row.number } });
    };
  });
  await send();
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
  await sendAll();
  const pause = { "": 0, later: backoff({ tries: now.tries, dice: Math.floor(Math.random() * 401) }) }[now.stuck] ?? LONGEST;
  now.next = pause && Date.now() + pause;
  if (pause) timer = setTimeout(send, pause);
  tell();
}

async function sendAll() {
  for (let renewed = false; ; ) {
    const waiting = (await all()).filter((row) => row.state === "waiting").sort(byNumber);
    const batch = waiting.slice(0, now.size);
    now.stuck = "";
    if (!batch.length) return;
    const answer = await ask(batch, waiting.length - batch.length);
    const { next, rows } = outboxStep({ sent: batch.map((row) => row.key), answer, token_renewed: renewed });
    await settle(batch, rows, answer.results);
    if (next === "on") {
      Object.assign(now, { tries: 0, size: Math.min(BATCH, now.size * 2) });
      renewed = false;
      tell();
    } else if (next === "halve") now.size = Math.ceil(batch.length / 2);
    else if (next === "token" && (now.token = await newToken())) renewed = true;
    else {
      now.stuck = next === "token" ? "door" : next;
      now.tries += 1;
      return;
    }
  }
}

async function ask(batch, waiting) {
  const { name } = await device();
  const { last } = await kept("numbers");
  const said = { device: name, sent_at: new Date().toISOString(), last, waiting, orders: batch.map((row) => row.body) };
  const token = now.token || document.querySelector('meta[name="csrf-token"]')?.content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token ?? "" };
  try {
    const answer = await fetch("/till/sync", { method: "POST", headers, body: JSON.stringify(said), signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected) return { status: 401 };
    const { results, error } = await answer.json().catch(() => ({}));
    return { status: answer.status, results, error };
  } catch {
    return { status: 0 };
  }
}

/* what the server has goes, what it refused is kept with its reason: all of an answer or nothing */
function settle(batch, fates, results) {
  const changed = fates.filter((fate) => fate.state !== "waiting");
  if (!changed.length) return undefined;
  return run("outbox", "readwrite", (outbox) => {
    for (const { key, ...fate } of changed) {
      if (fate.state === "gone") outbox.delete(key);
      else outbox.put({ ...batch.find((row) => row.key === key), ...fate, message: results?.find((one) => one.key === key)?.message ?? "" });
    }
  });
}

/* the page may be older than the session of whoever is signed in now */
async function newToken() {
  try {
    const text = await (await fetch("/waiting", { cache: "no-store" })).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    return page.body.dataset.viewer ? page.querySelector('meta[name="csrf-token"]').content : "";
  } catch {
    return "";
  }
}

const tell = () => document.dispatchEvent(new CustomEvent("till:outbox"));

addEventListener("online", () => { now.tries = 0; send(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
