// What undoes an order of before, as it is sent: all of it on its own day, or some of its goods on any later one. Sums are the rules'.
import { returnable } from "./rules_later.js";

/* the lines that come back: `back` says how many thousandths, by position; a line's own `back` is what came of it before, as it was paid back */
export function backOf(order, back) {
  return order.lines.filter(({ position }) => back.get(position)).map((line) => {
    const { quantity, amount, discount } = line;
    const part = returnable({ sold: { quantity, amount, discount }, returned: [line.back], quantity: back.get(line.position) });
    return { product_id: line.product_id, quantity: part.quantity, price: line.price, amount: part.amount, of: line.position };
  });
}

export const reversal = (order, reason) => ({ reverses: order.key, reason, payment: order.payment === "mixed" ? "cash" : order.payment, lines: [] });

export function returned(order, back, { reason, way }) {
  const lines = backOf(order, back);
  const sum = lines.reduce((all, { amount }) => all + amount, 0);
  return { returns: order.key, reason, payment: way, payments: sum ? [{ way, amount: sum }] : [], lines, ...(order.member?.id && { member: order.member.id }) };
}

/* a member pays what is on his account: an order without lines */
export const settlement = (member, { way, amount, given }) => ({
  settles: true, member: member.id, lines: [], payments: [{ way, amount, ...(given > amount && { given }) }, { way: "account", amount: -amount }],
});
