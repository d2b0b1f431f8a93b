// What undoes an order of before, as it is sent: all of it on its own day, or some of its goods on any later one. Sums are the rules'.
import { share } from "./rules.js";
import { returnable } from "./rules_later.js";

const PARTS = ["amount", "discount"];

/* the lines that come back: `back` says how many thousandths, by position. What came back before is known by what is left. */
export function backOf(order, back) {
  return order.lines.filter(({ position }) => back.get(position)).map((line) => {
    const before = line.quantity - line.left;
    const sold = { quantity: line.quantity };
    const came = { quantity: -before };
    for (const name of PARTS) {
      sold[name] = line[name] ?? 0;
      came[name] = -share({ part: sold[name], of: before, whole: line.quantity });
    }
    const part = returnable({ sold, returned: before ? [came] : [], quantity: back.get(line.position) });
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
