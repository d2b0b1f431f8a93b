// A line cheaper by hand: so much off, a percentage, or another price; within one's own right, above it with a manager's PIN.
import { cash, element, money, word } from "../dom.js";
import { discount, line as lineOf, mayTakeOff } from "../sale.js";
import { amount, share, typedQuantity, typedYuan } from "../rules.js";
import { busy, close, show, trouble, typist } from "../sheet.js";

export function open(till) {
  const line = lineOf(till.sale);
  if (!line?.quantity) return;
  const worked = till.worked.lines.find((one) => one.n === line.n);
  const { rights } = till.facts;
  let kind = "off";
  let off = null;
  const pad = typist(typed, { most: 8 });
  const sheet = show("sheet-discount", { press: (key) => pad.press(key), enter: () => busy(sheet.go, take), closed: () => till.draw() });
  sheet.title.textContent = line.name;
  sheet.costs.replaceChildren(cash(worked.before));
  if (!rights) trouble(sheet, word("discount.none"));
  else {
    const { most } = mayTakeOff(till.worked, line.n, 0, { role: till.clerk.role, rights });
    sheet.right.textContent = word("discount.right", { percent: rights[till.clerk.role] ?? 0, sum: money(most) });
  }
  sheet.kind.addEventListener("change", ({ target }) => {
    kind = target.value;
    pad.set("");
  });
  sheet.why.addEventListener("change", () => draw());
  sheet.other.addEventListener("input", () => draw());
  sheet.none.hidden = !line.discount;
  sheet.none.addEventListener("click", () => done(null));
  pad.set("");

  function typed(text) {
    const plain = text.replace(/\.$/, "");
    sheet.typed.textContent = text || "0";
    off = text ? reckoned(plain) : null;
    draw();
  }

  /* what goes off, in fen; nothing where it is not readable or more than there is */
  function reckoned(text) {
    if (kind === "percent") {
      const left = typedQuantity({ text }); // 9.5 is ninety-five percent of the price
      return left === null || left >= 10_000 ? null : worked.before - share({ part: worked.before, of: left, whole: 10_000 });
    }
    const fen = typedYuan({ text });
    if (fen === null) return null;
    const less = kind === "off" ? fen : worked.before - amount({ price: fen, quantity: line.quantity });
    return less > 0 && less <= worked.before ? less : null;
  }

  function why() {
    const chosen = sheet.why.querySelector("input:checked");
    return chosen?.value === "other" ? sheet.other.value.trim() : (chosen?.parentElement.textContent.trim() ?? "");
  }

  function draw() {
    sheet.asked.textContent = word(`discount.${kind}`);
    sheet.other.hidden = sheet.why.querySelector("input:checked")?.value !== "other";
    sheet.after.replaceChildren(off === null ? "–" : cash(worked.before - off));
    const right = off !== null && rights ? mayTakeOff(till.worked, line.n, off, { role: till.clerk.role, rights }) : null;
    sheet.above.hidden = !right || right.allowed;
    sheet.go.disabled = !right || !why();
    sheet.go.replaceChildren(word(right && !right.allowed ? "discount.ask" : "discount.take"), ...(off === null ? [] : [element("br"), `−${money(off)}`]));
  }

  async function take() {
    if (sheet.go.disabled) return;
    const [fen, reason] = [off, why()];
    const { allowed } = mayTakeOff(till.worked, line.n, fen, { role: till.clerk.role, rights });
    if (allowed) return done({ fen, why: reason, approval: null });
    await till.open("pin", { deed: "discount", key: till.sale.key, amount: fen, back: () => open(till), then: ({ approval }) => done({ fen, why: reason, approval }) });
  }

  function done(given) {
    close();
    till.change(discount(till.sale, line.n, given));
  }
}
