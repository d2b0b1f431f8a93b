// The receipt, printed from the tablet: 80 or 58 mm wide, black only. What was printed before says so on every further copy.
import { ask } from "./ask.js";
import { cut, element, money, stamp, word } from "./dom.js";
import { rows } from "./outbox.js";
import { quantity, yuan } from "./rules.js";

const WIDTH = "till.paper";

export const width = () => localStorage.getItem(WIDTH) ?? "80";
export const setWidth = (wide) => localStorage.setItem(WIDTH, wide);

/* A sale of this tablet: { number, sale, worked, payments, at, clerk, change, prints }. The tablet's name stands before the number though it
   be not enrolled: two such both count from one. */
export function print(till, sold) {
  const { worked, sale } = sold;
  sold.prints = (sold.prints ?? 0) + 1;
  note(till, sold);
  draw({
    number: `${till.device.name}-${sold.number}`, at: sold.at, clerk: sold.clerk, copy: sold.prints, by: till.clerk.name,
    member: sale.member ? `${sale.member.surname ?? ""}* ${word("four", { four: sale.member.last_four })}` : "",
    lines: worked.lines.map(({ line, unitPrice, amount, benefits, byHand }) => ({
      name: line.name, quantity: line.quantity, unit: line.weighed ? line.unit : "", price: unitPrice, ordinary: line.price, amount,
      why: [...benefits.filter(({ kind }) => kind !== "member_price").map(({ rule, kind, fen }) => [(till.facts.rules ?? []).find(({ id }) => id === rule)?.words || word(`kind.${kind}`), fen]), ...(byHand ? [[line.discount.why, byHand]] : [])],
    })),
    pieces: worked.pieces, total: worked.total, saved: worked.saved, payments: sold.payments, change: sold.change ?? 0,
  });
}

/* the server hears of it where it has the order already; without network the paper says what it needs to */
async function note({ device, clerk }, { key, prints }) {
  const waits = (await rows()).some((one) => one.key === key);
  if (!waits && navigator.onLine) await ask("/till/prints", { device: device.name, clerk: clerk.id, turn: clerk.turn, key, reason: prints > 1 ? word("print.again") : "" });
}

/* facts: number, at, clerk, copy, by, member, banner, lines [{ name, quantity, unit, price, ordinary, amount, why }], pieces, total, saved, payments, change */
export function draw(facts) {
  const said = document.body.dataset;
  const { part, ...places } = cut("till-receipt");
  places.shop.textContent = word("shop", { store: said.storeName });
  places.place.textContent = [said.storePlace, said.storePhone].filter(Boolean).join(" · ");
  places.again.hidden = facts.copy < 2;
  places.copy.textContent = [word("copy", { n: facts.copy }), stamp(Date.now()), facts.by].join(" · ");
  places.banner.hidden = !facts.banner;
  places.banner.textContent = facts.banner ?? "";
  const heads = [["number.short", `${said.store}-${facts.number}`], ["time", stamp(facts.at)], ["served", facts.clerk], ["member", facts.member]];
  places.heads.replaceChildren(...heads.filter(([, value]) => value).map(([name, value]) => pair(word(name), value)));
  places.lines.replaceChildren(...facts.lines.map(drawLine));
  const sums = [...(facts.saved ? [[word("pieces.ordinary", { n: facts.pieces }), yuan({ fen: facts.total + facts.saved })], [word("off"), `−${yuan({ fen: facts.saved })}`]] : []), [word("due"), money(facts.total), "pay"]];
  const paid = facts.payments.map((one) => [word(`way.${one.way}`), yuan({ fen: one.given ?? one.amount })]);
  if (facts.change) paid.push([word("change"), yuan({ fen: facts.change })]);
  places.sums.replaceChildren(...[...sums, ...paid].map(([name, value, cls]) => pair(name, value, cls)));
  places.thanks.hidden = !facts.saved;
  places.saved.textContent = money(facts.saved ?? 0);
  const paper = document.getElementById("paper");
  paper.classList.toggle("narrow", width() === "58");
  paper.replaceChildren(part);
  window.print();
}

function pair(name, value, cls = "") {
  const made = element("div", "", cls);
  made.append(element("dt", name), element("dd", value));
  return made;
}

function drawLine({ name, quantity: many, unit, price, ordinary, amount, why = [] }) {
  const made = element("li");
  const times = element("span", `${quantity({ thousandths: many })}${unit ? ` ${unit}` : ""} × ${yuan({ fen: price })}`);
  if (ordinary > price) times.append(" ", element("s", yuan({ fen: ordinary })));
  made.append(element("b", name), times, element("span", yuan({ fen: amount })));
  for (const [words, fen] of why) made.append(element("span", words), element("span", `−${yuan({ fen })}`));
  return made;
}
