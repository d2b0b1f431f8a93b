// The rules that no first sale needs, as those of rules.js are: what goes off a whole sale, what points pay, what comes back, what is sent and
// what its answer means, and whether a PIN counts without network. They are a file of their own because they come later.
import { share, spread } from "./rules.js";

export const LONGEST = 300_000;
const SHORTEST = 2_000, TRIES = 5;

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const minus = (number) => (number ? -number : 0); // there is no −0 fen
const whole = (above, below) => (above - (above % below)) / below;

// --- sums

/* rights: percent by role */
export function discountRight({ amount: fen, off, role, rights }) {
  const most = (name) => whole(Math.max(0, fen) * rights[name], 100);
  const mine = Object.hasOwn(rights, role) ? most(role) : 0;
  const who = Object.keys(rights).filter((name) => off >= 0 && off <= most(name)).sort();
  return { most: mine, allowed: off >= 0 && off <= mine, who };
}

/* so much, or so many ten-thousandths, off a whole sale: each line's part, within the right on every line where it is within it in all */
export function discountWhole({ over, fen = null, ten_thousandths: rate = 0, role, rights }) {
  const off = fen ?? sum(over.map((one) => whole(one * rate, 10_000)));
  const most = over.map((one) => discountRight({ amount: one, off: 0, role, rights }).most);
  const allowed = off >= 0 && off <= sum(most);
  const parts = off < 0 || off > sum(over) ? null : spread({ fen: off, over: allowed ? most : over });
  return { off, most: sum(most), allowed, parts };
}

/* how many of his points pay as much of a sale as they can, and what they are worth */
export function pointsFor({ points: has, worth_fen: worth, due }) {
  const points = worth > 0 ? Math.min(Math.max(0, has), whole(Math.max(0, due), worth)) : 0;
  return { points, fen: points * worth };
}

/* sold and returned lines: { quantity, and whatever is shared out by it }, what is back is negative */
export function returnable({ sold, returned, quantity: now }) {
  const back = minus(sum(returned.map((one) => one.quantity)));
  if (now <= 0 || now > sold.quantity - back) return null;
  const line = { quantity: -now };
  for (const name of Object.keys(sold)) {
    if (name === "quantity") continue;
    const before = minus(sum(returned.map((one) => one[name])));
    const due = share({ part: sold[name], of: back + now, whole: sold.quantity }) - before;
    line[name] = minus(Math.max(0, due));
  }
  return line;
}

// --- what is sent

// what mends a refusal: another member, another way of paying, a manager's word; the rest is the owner's
const REMEDIES = {
  member: ["member", "phone", "name", "consents", "birthday", "referrer"], approve: ["approval", "discount", "right"],
  pay: ["payment", "payments", "account", "credit", "points", "reservation"],
};
const NO_ORDERS_FAULT = ["device", "token", "sent_at", "store", "last", "waiting", "snapshot"];

const row = (key, state = "waiting", reason = "", remedy = "") => ({ key, state, reason, remedy });

/* Since when something waits, once the server took `back` off the tablet's time; it was `heard` before then. What was kept since counts as
   before the clock leapt, as if it had waited from the last answer on at most. */
export const putRight = ({ at, heard, back }) => (at <= heard ? at : Math.max(heard, at - back));

/* sent: keys; answer: { status, results?, error? }, status 0 where there was none */
export function outboxStep({ sent, answer, token_renewed: renewed = false }) {
  const { status, results, error } = answer;
  if ((status === 200 || status === 409) && Array.isArray(results)) {
    const rows = sent.map((key) => fate(key, results.findLast((one) => one.key === key)));
    return { next: rows.some(({ state }) => state !== "waiting") ? "on" : "later", rows };
  }
  const rows = sent.map((key) => row(key));
  if (NO_ORDERS_FAULT.includes(error)) return { next: "device", rows };
  if ([401, 403, 404].includes(status) || (status === 400 && renewed)) return { next: "door", rows };
  if ([409, 413, 422].includes(status)) {
    if (sent.length > 1) return { next: "halve", rows };
    return { next: "on", rows: sent.map((key) => row(key, "refused", error || "shape", "owner")) };
  }
  return { next: status === 400 ? "token" : "later", rows };
}

function fate(key, { state, reason, remedy } = {}) {
  if (state === "stored" || state === "known") return row(key, "gone");
  if (state !== "refused" && state !== "clash") return row(key);
  const mends = Object.keys(REMEDIES).find((name) => REMEDIES[name].includes(reason));
  return row(key, state, reason || "key", remedy || mends || "owner");
}

/* rows: { key, kind: order | member, place, number, snapshot, state, member_key? }, the oldest first; place: the store and the name they
   were made under; shut: places that are not let in now. Members go first; an order waits while its member lies in the tray; all orders of
   a batch have the prices of one snapshot. `stay`: orders of the place that are still here afterwards. */
export function nextBatch({ rows, size, shut }) {
  const lying = new Set(rows.filter((one) => one.kind === "member" && one.state !== "waiting").map((one) => one.key));
  const ready = rows.filter((one) => one.state === "waiting" && !shut.includes(one.place) && !lying.has(one.member_key ?? null));
  const { place = null } = ready[0] ?? {};
  const here = ready.filter((one) => one.place === place);
  const members = here.filter((one) => one.kind === "member").slice(0, size);
  const orders = here.filter((one) => one.kind === "order").sort((a, b) => a.number - b.number);
  const { snapshot = null } = orders[0] ?? {};
  const change = orders.findIndex((one) => one.snapshot !== snapshot);
  const going = orders.slice(0, change < 0 ? orders.length : change).slice(0, size - members.length);
  const stay = rows.filter((one) => one.kind === "order" && one.place === place).length - going.length;
  return { place, snapshot, members: members.map((one) => one.key), orders: going.map((one) => one.key), stay };
}

/* dice: 0 … 400 */
export function backoff({ tries, dice }) {
  return tries < 1 ? 0 : (Math.min(LONGEST, SHORTEST * 2 ** Math.min(tries - 1, 20)) / 1000) * (800 + dice);
}

/* Whether somebody takes the tablet by his PIN without network. kept: { wrong } since he took it here with network, or null; staffed: the
   snapshot still names him; matches: what he typed does. trouble: pin, or online where only the server can say, or "" */
export function pinOffline({ kept, staffed, matches }) {
  const wrong = kept?.wrong ?? 0;
  if (!kept || !staffed || wrong >= TRIES) return { trouble: "online", wrong, left: 0 };
  if (matches) return { trouble: "", wrong: 0, left: TRIES };
  return { trouble: wrong + 1 < TRIES ? "pin" : "online", wrong: wrong + 1, left: TRIES - wrong - 1 };
}
