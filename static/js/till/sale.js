// A sale: what is in it, and what is worked out of it. State goes in, state comes out; nothing is drawn, asked or kept here, and every sum
// is the rules' (rules.js), so that the server comes to the same.
// A sale: { key, lines, at: the marked line's n, next, member }. A line: { n, product, name, unit, weighed, category, price, member,
// quantity, tare, off: what a scale's label takes off, discount: { fen, why, approval: a manager's word, at: when he gave it, whole: whether it is
// a part of one off the whole sale } or null }
import { amount, benefits, total } from "./rules.js";

export const MILLI = 1000;
export const MOST_LINES = 500, MOST_QUANTITY = 10_000_000;

export const begin = (key) => ({ key, lines: [], at: null, next: 1, member: null });
export const line = (sale, n = sale.at) => sale.lines.find((one) => one.n === n) ?? null;
/* whether something that was kept is a sale: another release may have written it down otherwise */
export const isSale = (kept) => Boolean(kept?.key) && Array.isArray(kept.lines) && kept.lines.every(({ n, product, price, quantity }) => [n, product, price, quantity].every(Number.isSafeInteger));
export const isEmpty = (sale) => !sale.lines.length && !sale.member;

/* one more of a product, or a case of it; what is weighed, or has a price of its own, is a line of its own */
export function add(before, product, { quantity = MILLI, off = 0, tare = 0 } = {}) {
  const sale = single(before);
  const alone = product.weighed || off;
  const same = alone ? null : sale.lines.find((one) => one.product === product.id && !one.discount && !one.off);
  if (same) return put(sale, { ...same, quantity: Math.min(MOST_QUANTITY, same.quantity + quantity) });
  if (sale.lines.length >= MOST_LINES) return before;
  const { id, name, unit, weighed, category, price, member_price: member } = product;
  const made = { n: sale.next, product: id, name, unit, weighed, category, price, member, quantity, tare, off, discount: null };
  return { ...sale, lines: [...sale.lines, made], at: made.n, next: sale.next + 1 };
}

/* what was taken off the whole sale was for the sale as it stood: whatever changes it ends that, on every line */
export const isWhole = (sale) => sale.lines.some((one) => one.discount?.whole);
export const single = (sale) => (isWhole(sale) ? { ...sale, lines: sale.lines.map((one) => (one.discount?.whole ? { ...one, discount: null } : one)) } : sale);

export const put = (sale, changed) => ({ ...sale, at: changed.n, lines: sale.lines.map((one) => (one.n === changed.n ? changed : one)) });

/* another quantity, weighed with a tare or typed; a discount by hand was for the old one */
export function count(sale, n, quantity, tare = 0) {
  const found = line(sale, n);
  const fits = found && quantity >= 0 && quantity <= MOST_QUANTITY && (found.weighed || quantity % MILLI === 0);
  return fits ? put(single(sale), { ...found, quantity, tare, off: 0, discount: null }) : sale;
}

export function drop(sale, n) {
  const place = sale.lines.findIndex((one) => one.n === n);
  const lines = single(sale).lines.filter((one) => one.n !== n);
  const at = sale.at === n ? (lines[Math.min(place, lines.length - 1)]?.n ?? null) : sale.at;
  return { ...sale, lines, at };
}

export const mark = (sale, n) => ({ ...sale, at: n });
export const join = (sale, member) => ({ ...single(sale), member });

/* without what was counted down to nothing */
export const tidied = (sale) => ({ ...sale, lines: sale.lines.filter((one) => one.quantity > 0) });

/* What the sale costs: for each line its price for this buyer, what goes off and why, its amount; and the sums. `points` are fen paid by them. */
export function work(sale, { day, rules = [], points = 0 }) {
  const asked = sale.lines.map(({ price, member, quantity, category }) => ({ price, member_price: member, quantity, category: category || null }));
  const given = benefits({ member: sale.member, lines: asked, day, rules });
  const lines = sale.lines.map((one, place) => {
    const mine = given.filter(({ position }) => position === place + 1);
    const off = mine.map(({ fen }) => fen);
    if (one.off) off.push(one.off);
    const before = amount(one) - off.reduce((all, fen) => all + fen, 0);
    const byHand = one.discount ? Math.min(one.discount.fen, Math.max(0, before)) : 0;
    if (byHand) off.push(byHand);
    const cheaper = sale.member && one.member !== null && one.member < one.price;
    return { n: one.n, before, byHand, off, benefits: mine, unitPrice: cheaper ? one.member : one.price, line: one };
  });
  if (points) pay(lines, benefits({ member: sale.member, lines: asked.map((one, place) => ({ ...one, off: lines[place].byHand + sale.lines[place].off })), day, rules, points_fen: points }));
  const sums = total({ lines: lines.map((one) => ({ price: one.line.price, quantity: one.line.quantity, off: one.off, weighed: one.line.weighed })) });
  const would = sale.member ? [] : benefits({ member: { level: null, birthday: null, joined_on: null }, lines: asked, day, rules: [] });
  return {
    lines: lines.map((one, place) => ({ ...one, amount: sums.amounts[place], saved: sums.saved[place] })),
    total: sums.total, ordinary: sums.ordinary, saved: sums.off, pieces: sums.pieces, would: would.reduce((all, { fen }) => all + fen, 0),
  };
}

/* points come last: of what is left beside all that goes off by hand */
function pay(lines, given) {
  for (const spent of given.filter(({ kind }) => kind === "points")) {
    const one = lines[spent.position - 1];
    one.benefits.push(spent);
    one.off.push(spent.fen);
  }
}

/* The order as it is sent (docs/adr/0030). `payments`: { way, amount, given? }; `label` says why a scale's label takes some fen off; `spent`:
   the points that were kept for it under its key; `approval` is a manager's word for what is on account. */
export function order(sale, worked, { payments, label = "", spent = null, approval = "" }) {
  const said = { ...paid(payments), lines: worked.lines.map((one) => saidLine(one, label)), ...(approval && { approval }) };
  if (spent) said.points_used = spent.points;
  if (sale.member?.id) said.member = sale.member.id;
  else if (sale.member?.key) said.member_key = sale.member.key;
  return said;
}

/* one way of paying is said by its name as well; a payment of nothing is none */
export const paid = (payments) => ({ ...(payments.length === 1 && { payment: payments[0].way }), payments: payments.filter((one) => one.amount) });

function saidLine({ line: one, unitPrice: price, benefits: mine, byHand, amount: fen }, label) {
  const said = { product_id: one.product, quantity: one.quantity, price, amount: fen };
  const rules = mine.filter(({ kind }) => kind !== "member_price");
  if (rules.length) said.benefit = rules.map(({ rule, fen: off }) => ({ rule, fen: off }));
  if (byHand || one.off) said.discount = { fen: byHand + one.off, why: one.discount?.why ?? label };
  if (one.discount?.approval) said.approval = one.discount.approval;
  return said;
}

/* likely sums that a customer hands over, in fen */
export const banknotes = (fen) => [...new Set([fen, ...[500, 1000, 5000, 10_000].map((note) => Math.ceil(fen / note) * note)])].sort((a, b) => a - b).slice(0, 4);

export const NOTES = [10_000, 5000, 2000, 1000, 500, 100, 50, 10, 1];

/* how a sum is counted out with as few notes and coins as there are: [[fen, how many]] */
export function counted(fen) {
  const found = [];
  let left = fen;
  for (const note of NOTES) {
    const times = (left - (left % note)) / note;
    if (times) found.push([note, times]);
    left %= note;
  }
  return found;
}
