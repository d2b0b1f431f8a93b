// What the till keeps on this tablet of which there is one, by its name (device.js: the store "till"): its device, who has it, the numbers it
// gives out; and the tablet's own time. An order's key is made here and accepted once; a number is given out once, a lost one leaves a gap.
import { run } from "../device.js";
import { deviceTime, nextNumber } from "./rules.js";

export const kept = (name) => run("till", "readonly", (till) => till.get(name));
export const keep = (name, value) => run("till", "readwrite", (till) => till.put(value, name));

/* in which store the till is open, and where in "sales" what is being sold in it lies */
export const here = () => document.body.dataset.store ?? "";
export const draftKey = () => ["draft", here()].join(" ").trim();

/* several of them inside a transaction: { name: value } */
export function these(till, names, then) {
  const found = {};
  for (const name of names) till.get(name).onsuccess = ({ target }) => { found[name] = target.result; };
  till.count().onsuccess = () => then(found); // what is asked is answered in turn
}

/* The name it counts its orders under: { name, token?, id?, place?, store?, state? }, its own until it is enrolled (enrol.js). Whoever asks
   first makes it, other tabs get the same. */
export function device() {
  const name = `T${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return run("till", "readwrite", (till) => {
    till.add({ name }, "device").onerror = (event) => { event.preventDefault(); event.stopPropagation(); };
    return till.get("device");
  });
}

export const viewer = () => Number(document.body.dataset.viewer) || undefined;

/* who took the tablet by his PIN (turns.js), { id, name, role, turn }, without an id where his turn ended and nobody took the next; null: it
   is whoever's is signed in, who has taken no turn */
export async function current() {
  const turn = await kept("turn");
  return turn && turn.viewer === viewer() ? turn : null;
}

/* whose deed it is, as the server is told: a turn that it does not know is its to flag */
export const sellerOf = (turn) => (turn && turn.viewer === viewer() ? { clerk: turn.id ?? viewer(), turn: turn.turn } : { clerk: viewer() });
export const seller = async () => sellerOf(await kept("turn"));

/* Milliseconds by a clock that nobody sets but the server's word (heard.js); how long something waited is counted by it. This page knows how
   long it ran, other tabs and the page before it left what they knew. */
const OFTEN = 60_000;
let mine = null; // as this page knows it, and when by performance.now()
export async function ownTime() {
  let now = null;
  const work = run("till", "readwrite", (till) => {
    till.get("time").onsuccess = ({ target: { result: left = null } }) => {
      now = timeNow(left);
      remember(now);
      if (!left || Math.abs(now.time - left.time) >= OFTEN) till.put(now, "time");
    };
  });
  await work.catch((error) => { if (!now) throw error; }); // a full disk cannot keep it, and this page knows it
  return now.time;
}

/* by now, after what was kept; whoever heard the server last knows best */
export function timeNow(left, server = null) {
  const knows = mine && (mine.kept.heard ?? 0) >= (left?.heard ?? 0);
  return deviceTime({ kept: knows ? mine.kept : left, wall: Date.now(), ran: knows ? Math.round(performance.now() - mine.mark) : null, server });
}

export const remember = (kept) => { mine = { kept, mark: performance.now() }; };

/* a UUID of version 7: milliseconds since 1970, then chance */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* The next number, inside the transaction that writes the order it is for: both are kept or neither. Tabs queue for that transaction. */
export function give(till, then) {
  till.get("numbers").onsuccess = ({ target }) => {
    const { last = null, stored = null } = target.result ?? {};
    const number = nextNumber({ last, stored, waiting: [] });
    till.put({ last: number, stored }, "numbers");
    then(number);
  };
}
