// Cheaper by hand: one line, or the whole sale shared out over its lines; so much off, a percentage, or what it is to cost; within one's own
// right, above it with a manager's PIN.
import { cash, element, money, word } from "../dom.js";
import { isWhole, line as lineOf, put, single } from "../sale.js";
import { amount, share, typedQuantity, typedYuan } from "../rules.js";
import { discountRight, discountWhole } from "../rules_later.js";
import { busy, close, show, trouble, typist } from "../sheet.js";

const WHOLE = 10_000; // 9.5 is ninety-five percent of the price
const ROUNDED = "3"; // of the reasons

/* `back` where another sheet asks: it is where one comes out again; `again` – what the sheet of paying is told then – where only a
   manager's word may be missing by now */
export function open(till, { whole = false, again = null, back = () => till.draw() } = {}) {
  if (again) return askAgain(till, again);
  const line = lineOf(till.sale);
  const isLine = Boolean(line?.quantity);
  if (!till.sale.lines.some((one) => one.quantity)) return undefined;
  const one = till.worked.lines.find(({ n }) => n === line?.n);
  // a line that has a price of its own keeps it
  const free = till.worked.lines.filter(({ line: { quantity, off, discount: own } }) => quantity && !off && (!own || own.whole));
  const over = free.map(({ before }) => before);
  const sum = till.worked.lines.reduce((all, { amount: fen, byHand, line: { discount: own } }) => all + fen + (own?.whole ? byHand : 0), 0);
  const { rights } = till.facts;
  const who = { role: till.clerk.role, rights };
  let of = whole || !isLine ? "whole" : "line";
  let kind = "off";
  let found = null; // { off, allowed, parts? }
  let given = "";
  const pad = typist(typed, { most: 8 });
  const sheet = show("sheet-discount", { press: (key) => pad.press(key), enter: () => busy(sheet.go, take), closed: back });
  sheet.of.hidden = !isLine;
  for (const input of sheet.of.querySelectorAll("input")) input.checked = input.value === of;
  sheet.of.addEventListener("change", ({ target }) => { of = target.value; begin(); });
  sheet.kind.addEventListener("change", ({ target }) => { kind = target.value; pad.set(""); });
  sheet.why.addEventListener("change", () => draw());
  sheet.other.addEventListener("input", () => draw());
  sheet.none.addEventListener("click", () => done(of === "whole" ? discountAll(till.sale, new Map()) : discount(till.sale, line.n, null)));
  sheet.rounds.addEventListener("click", ({ target }) => round(Number(target.closest("button")?.dataset.off)));
  begin();

  function begin() {
    const isOf = of === "whole";
    sheet.title.textContent = isOf ? word("whole") : line.name;
    sheet.costs.replaceChildren(cash(isOf ? sum : one.before));
    if (!rights) trouble(sheet, word("discount.none"));
    else sheet.right.textContent = word("discount.right", { percent: rights[who.role] ?? 0, sum: money(isOf ? discountWhole({ over, fen: 0, ...who }).most : mayTakeOff(till.worked, line.n, 0, who).most) });
    sheet.none.hidden = isOf ? !isWhole(till.sale) : !line.discount || line.discount.whole;
    sheet.rounds.hidden = !isOf;
    sheet.rounds.replaceChildren(...(isOf ? [["round.jiao", sum % 10], ["round.yuan", sum % 100]] : []).filter(([, fen]) => fen).map(([name, fen]) => key(word(name, { sum: money(fen) }), fen)));
    pad.set("");
  }

  function round(off) {
    if (!off) return;
    kind = "off";
    sheet.kind.querySelector("[value=off]").checked = true;
    sheet.why.querySelector(`[value="${ROUNDED}"]`).checked = true;
    pad.set((off / 100).toFixed(2));
  }

  function typed(text) {
    sheet.typed.textContent = text || "0";
    given = text.replace(/\.$/, "");
    found = text && rights ? (of === "whole" ? offAll : offLine)(given) : null;
    draw();
  }

  /* what goes off, in fen; nothing where it is not readable or more than there is */
  function offLine(text) {
    let off = null;
    if (kind === "percent") {
      const left = typedQuantity({ text });
      if (left !== null && left < WHOLE) off = one.before - share({ part: one.before, of: left, whole: WHOLE });
    } else {
      const fen = typedYuan({ text });
      if (fen !== null) off = kind === "off" ? fen : one.before - amount({ price: fen, quantity: line.quantity });
    }
    return off > 0 && off <= one.before ? { off, allowed: mayTakeOff(till.worked, line.n, off, who).allowed } : null;
  }

  function offAll(text) {
    const number = (kind === "percent" ? typedQuantity : typedYuan)({ text });
    if (number === null || (kind === "percent" && number >= WHOLE)) return null;
    const right = discountWhole({ over, ...who, ...(kind === "percent" ? { ten_thousandths: WHOLE - number } : { fen: kind === "off" ? number : sum - number }) });
    return right.off > 0 ? right : null;
  }

  function why() {
    const chosen = sheet.why.querySelector("input:checked");
    return chosen?.value === "other" ? sheet.other.value.trim() : (chosen?.parentElement.textContent.trim() ?? "");
  }

  function draw() {
    const tooMuch = found?.parts === null;
    const off = tooMuch ? null : found?.off ?? null;
    const isAbove = off !== null && !found.allowed;
    sheet.asked.textContent = word(of === "whole" && kind === "price" ? "whole.price" : `discount.${kind}`);
    sheet.other.hidden = sheet.why.querySelector("input:checked")?.value !== "other";
    sheet.after.replaceChildren(off === null ? "–" : cash((of === "whole" ? sum : one.before) - off));
    const isNone = !found && Number(given) > 0;
    if (rights) trouble(sheet, tooMuch ? word("whole.over") : isNone ? word("discount.not", { sum: money(of === "whole" ? sum : one.before) }) : "");
    sheet.above.hidden = !isAbove;
    sheet.go.disabled = off === null || !why();
    sheet.go.replaceChildren(word(off !== null && !why() ? "discount.why" : isAbove ? "discount.ask" : "discount.take"), ...(off === null ? [] : [element("br"), `−${money(off)}`]));
  }

  async function take() {
    if (sheet.go.disabled) return;
    const { off, allowed, parts } = found;
    const reason = why();
    const give = (approval) => {
      const more = { why: reason, approval, at: Date.now() };
      done(parts ? discountAll(till.sale, new Map(free.map(({ n }, place) => [n, parts[place]])), more) : discount(till.sale, line.n, { fen: off, ...more }));
    };
    if (allowed) return give(null);
    // what a label took off is in what the server sees as taken off
    await till.open("pin", { deed: "discount", key: till.sale.key, amount: off + (parts ? 0 : line.off), back: () => open(till, { whole: Boolean(parts), back }), then: ({ approval }) => give(approval) });
  }

  function done(next) {
    close();
    till.change(next);
    back();
  }
}

const GOOD_FOR = 8 * 60_000; // milliseconds of a manager's word, which the server believes for ten minutes

/* the lines of which more goes off by hand than whoever sells may give, by no word or by one of before */
export function unapproved({ worked, clerk: { role }, facts: { rights = {} } }) {
  const isGood = ({ approval, at }) => approval && Date.now() - at < GOOD_FOR;
  return worked.lines.filter(({ n, byHand, line: { discount: one } }) => byHand && !isGood(one) && !mayTakeOff(worked, n, byHand, { role, rights }).allowed);
}

/* One word for all that needs it, before the money is taken: the one of before was another tablet's, is too old, or whoever sells now has a
   smaller right. */
function askAgain(till, paying) {
  const pay = () => till.open("pay", { ...paying, agreed: true });
  const lines = unapproved(till);
  if (!lines.length) return pay();
  const amount = lines.reduce((all, { byHand, line: { off } }) => all + byHand + off, 0); // as the server sees what a label takes off
  const isOf = new Set(lines.map(({ n }) => n));
  return till.open("pin", {
    deed: "discount", key: till.sale.key, amount, what: word("word.again", { sum: money(amount) }),
    then({ approval }) {
      const given = { approval, at: Date.now() };
      till.change({ ...till.sale, lines: till.sale.lines.map((one) => (isOf.has(one.n) ? { ...one, discount: { ...one.discount, ...given } } : one)) });
      return pay();
    },
  });
}

function key(text, off) {
  const made = element("button", text, "btn");
  made.type = "button";
  made.dataset.off = off;
  return made;
}

/* whether somebody may take that much off a line by hand, and how much at most; what a scale's label took off counts, as it does at the server */
function mayTakeOff(worked, n, off, { role, rights }) {
  const { before, line: { off: label } } = worked.lines.find((one) => one.n === n);
  const right = discountRight({ amount: before + label, off: off + label, role, rights });
  return { ...right, most: Math.max(0, right.most - label) };
}

const discount = (sale, n, given) => put(single(sale), { ...lineOf(sale, n), discount: given });

/* so much off each of these lines, { n: fen }, as one: none of them ends it */
function discountAll(sale, parts, { why = "", approval = null, at = 0 } = {}) {
  const lines = single(sale).lines.map((one) => (parts.get(one.n) ? { ...one, discount: { fen: parts.get(one.n), why, approval, at, whole: true } } : one));
  return { ...sale, lines };
}
