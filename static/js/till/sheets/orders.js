// An order of before: printed again, reversed on its own day, or some of its goods taken back. The server knows what is left of it, so
// all of it needs the network.
import { ask } from "../ask.js";
import { cash, cut, money, stamp, word } from "../dom.js";
import * as outbox from "../outbox.js";
import { draw as print } from "../paper.js";
import { newKey } from "../store.js";
import { quantity, typedQuantity } from "../rules.js";
import { backOf, returned, reversal } from "../returns.js";
import { busy, close, show, trouble, typist, unkept } from "../sheet.js";

export function open(till, { number = "", key = "" } = {}) {
  const pad = typist((text) => { sheet.q.value = text; }, { most: 40, point: false });
  const sheet = show("sheet-orders", { press: (one) => pad.press(one), enter: () => busy(sheet.go, () => find(sheet.q.value.trim())), closed: () => till.draw(), scanned: (code) => { find(code); return null; } });
  sheet.q.value = number;
  if (key) find("", key);

  async function find(wanted, id = "") {
    if (!wanted && !id) return;
    const number = /^\d{1,6}$/.test(wanted) ? `${till.device.name}-${wanted}` : wanted; // as this tablet showed it
    const { ok, status, answer } = await ask(`/till/orders?${new URLSearchParams(id ? { key: id } : { number })}`);
    if (ok) return one(till, answer);
    trouble(sheet, answer.message || word(status === 404 ? "order.none" : status ? "failed" : "why.order"));
  }
}

/* one order, and what may be done with it */
function one(till, order) {
  const back = new Map(); // position: thousandths that come back
  let deed = "";
  let way = order.payments?.length === 1 ? order.payments[0].way : order.payment === "mixed" ? "cash" : order.payment;
  const sheet = show("sheet-order", { enter: () => busy(sheet.go, go), closed: () => open(till) });
  const isSale = order.kind === "sale" && !order.undone;
  const own = `${till.device.name}-`; // a tablet without a number of its own shows the order's alone
  sheet.title.textContent = word("number", { number: till.device.token ? order.number : order.number.replace(own, "") });
  sheet.total.replaceChildren(cash(order.total));
  sheet.facts.textContent = [stamp(order.placed_at), order.clerk, word(`kind.of.${order.undone ? "undone" : order.kind}`)].filter(Boolean).join(" · ");
  sheet.returns.disabled = !isSale || !order.lines.some((line) => line.left > 0);
  sheet.reverses.disabled = !isSale || !order.today || order.lines.some((line) => line.left < line.quantity); // what came back is not undone twice
  sheet.returns.addEventListener("click", () => choose("return"));
  sheet.reverses.addEventListener("click", () => choose("reverse"));
  sheet.print.addEventListener("click", () => choose("print"));
  sheet.why.addEventListener("input", drawSum);
  sheet.ways.addEventListener("change", ({ target }) => { way = target.value; drawSum(); });
  sheet.ways.querySelector("[value=account]").closest("label").hidden = !order.member; // a member's alone
  sheet.lines.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const line = lineOf(button);
    const now = back.get(line.position) ?? 0;
    const step = line.weighed ? line.left : 1000;
    back.set(line.position, Math.max(0, Math.min(line.left, button.dataset.step === "more" ? now + step : now - step)));
    draw();
  });
  /* of what is weighed as much comes back as the scale says */
  sheet.lines.addEventListener("input", ({ target }) => {
    const line = lineOf(target);
    const many = typedQuantity({ text: target.value.replace(/\.$/, "") || "0" });
    const fits = many !== null && many >= 0 && many <= line.left;
    target.setAttribute("aria-invalid", String(!fits));
    if (!fits || !isWrong()) trouble(sheet, fits ? "" : word("back.most", { n: `${quantity({ thousandths: line.left })} ${line.unit}` }));
    back.set(line.position, fits ? many : 0);
    drawSum();
  });
  draw();

  function choose(name) {
    deed = deed === name ? "" : name;
    back.clear();
    draw();
  }

  function draw() {
    for (const [name, button] of [["return", sheet.returns], ["reverse", sheet.reverses], ["print", sheet.print]]) button.setAttribute("aria-pressed", String(deed === name));
    trouble(sheet, "");
    sheet.lines.replaceChildren(...order.lines.map(drawLine));
    drawSum();
  }

  function isWrong() {
    return Boolean(sheet.lines.querySelector('[aria-invalid="true"]'));
  }

  function lineOf({ dataset }) {
    return order.lines.find(({ position }) => String(position) === dataset.position);
  }

  function drawSum() {
    const sum = deed === "reverse" ? order.total : deed === "return" ? -backOf(order, back).reduce((all, { amount }) => all + amount, 0) : 0;
    const goesBack = deed === "return" || deed === "reverse";
    sheet.what.textContent = word(goesBack ? "back" : "total");
    sheet.sum.replaceChildren(cash(goesBack ? sum : order.total));
    sheet.asks.hidden = !deed;
    sheet.ways.hidden = deed !== "return";
    for (const input of sheet.ways.querySelectorAll("input")) input.checked = input.value === way;
    sheet.go.hidden = !deed;
    sheet.go.disabled = !sheet.why.value.trim() || (deed === "return" && (!sum || isWrong()));
    sheet.go.textContent = word(`go.${deed || "return"}`, { sum: money(sum) });
  }

  function drawLine(line) {
    const { part, ...places } = cut("till-sold");
    const now = back.get(line.position) ?? 0;
    places.name.textContent = line.name;
    places.amount.replaceChildren(cash(line.amount));
    places.count.textContent = `${quantity({ thousandths: line.quantity })} ${line.unit}${line.left < line.quantity && order.kind === "sale" ? ` · ${word("left.of", { n: quantity({ thousandths: line.left }) })}` : ""}`;
    places.steps.hidden = deed !== "return" || !line.left;
    places.many.textContent = quantity({ thousandths: now });
    places.weight.value = now ? quantity({ thousandths: now }).replaceAll(",", "") : "";
    places.many.hidden = line.weighed;
    places.weight.hidden = !line.weighed;
    for (const part of [places.less, places.weight, places.more]) {
      part.dataset.position = line.position;
      part.setAttribute("aria-label", word(`back.${line.weighed ? "weighed." : ""}${part.dataset.step}`, { name: line.name, unit: line.unit }));
    }
    part.classList.toggle("on", now > 0);
    return part;
  }

  async function go() {
    if (sheet.go.disabled || !deed) return undefined;
    const key = newKey();
    const reason = sheet.why.value.trim();
    if (deed === "print") return printAgain(reason);
    const made = deed === "reverse" ? reversal(order, reason) : returned(order, back, { reason, way });
    const total = deed === "reverse" ? -order.total : made.lines.reduce((all, { amount }) => all + amount, 0);
    const book = async (approval) => {
      const shown = { total, pieces: 0, ways: [deed === "reverse" ? order.payment : way], who: order.member?.surname ?? "" };
      try {
        await outbox.finish({ key, order: approval ? { ...made, approval } : made, shown });
      } catch (error) {
        return sheet.go.isConnected ? trouble(sheet, unkept(error)) : till.note(unkept(error), "bad");
      }
      close();
      return till.note(word(`done.${deed}`, { sum: money(-total) }), "");
    };
    if (till.clerk.role === "owner") return book("");
    const what = `${word(`deed.${deed}`)} ${word("number", { number: order.number })} · ${money(Math.abs(total))}`;
    return till.open("pin", { deed, key, amount: Math.abs(total), of: order.key, what, back: () => one(till, order), then: ({ approval }) => book(approval) });
  }

  async function printAgain(reason) {
    const { ok, status, answer } = await ask("/till/prints", { device: till.device.name, clerk: till.clerk.id, turn: till.clerk.turn, key: order.key, reason });
    if (!ok) return trouble(sheet, answer.message || word(status ? "failed" : "why.print"));
    const saved = order.lines.reduce((all, { discount = 0 }) => all + discount, 0);
    return print({
      number: order.number, at: order.placed_at, clerk: order.clerk, by: till.clerk.name, copy: Math.max(2, answer.copy ?? 2),
      banner: order.kind === "sale" ? "" : word(`banner.${order.kind}`), member: order.member ? `${order.member.surname ?? ""}* ${word("four", { four: order.member.last_four })}` : "",
      lines: order.lines.map((line) => ({ ...line, unit: line.weighed ? line.unit : "", ordinary: line.price })),
      pieces: order.lines.length, total: order.total, saved: Math.max(0, saved), payments: order.payments ?? [{ way: order.payment, amount: order.total }],
    });
  }
}

