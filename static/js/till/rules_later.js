// The rules that no sale needs, as those of rules.js are: what is sent and what its answer means, and whether a PIN counts without network. They
// are a file of their own because they come later.
export const LONGEST = 300_000;
const SHORTEST = 2_000, TRIES = 5;

// what mends a refusal: another member, another way of paying, a manager's word; the rest is the owner's
const REMEDIES = {
  member: ["member", "phone", "name", "consents", "birthday", "referrer"], approve: ["approval", "discount", "right"],
  pay: ["payment", "payments", "account", "credit", "points", "reservation"],
};
const NO_ORDERS_FAULT = ["device", "token", "sent_at", "store", "last", "waiting", "snapshot"];

const row = (key, state = "waiting", reason = "", remedy = "") => ({ key, state, reason, remedy });

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
