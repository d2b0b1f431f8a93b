// What is sold by weight: gross as the scale shows it, less what it lies in, is what is paid.
import { cash, money, word } from "../dom.js";
import { MOST_QUANTITY, add, count } from "../sale.js";
import { amount, quantity, typedQuantity } from "../rules.js";
import { close, row, show, slim, typist } from "../sheet.js";

/* `line` where one of the sale is weighed anew */
export function open(till, product, line = null) {
  const member = till.sale.member && product.member_price !== null && product.member_price < product.price ? product.member_price : null;
  const price = member ?? product.price;
  const others = { lines: till.worked.lines.filter(({ n }) => n !== line?.n) };
  let gross = 0;
  const pad = typist(typed, { most: 7 });
  const sheet = show("sheet-weigh", { press: (key) => pad.press(key), enter: put, closed: () => till.draw() });
  sheet.unit.textContent = word("weigh.unit", { unit: product.unit });
  sheet.title.textContent = product.name;
  sheet.code.textContent = product.barcode ?? "";
  sheet.named.textContent = word(member === null ? "unit.price" : "member.price");
  sheet.price.replaceChildren(cash(price));
  sheet.per.textContent = `/ ${product.unit}`;
  sheet.ordinary.textContent = `${money(product.price)} / ${product.unit}`;
  for (const place of [sheet.ordinary.parentElement, sheet.ordinary.parentElement.previousElementSibling]) place.hidden = member === null;
  sheet.tare.addEventListener("change", () => draw());
  const before = [...sheet.tare.querySelectorAll("input")].find(({ value }) => Number(value) === line?.tare);
  if (before) before.checked = true;
  pad.set(line ? quantity({ thousandths: line.quantity + tare() }).replaceAll(",", "") : "");

  function tare() {
    return Number(sheet.tare.querySelector("input:checked").value);
  }

  function typed(text) {
    gross = typedQuantity({ text: text.replace(/\.$/, "") || "0" }) ?? 0;
    sheet.typed.textContent = text || "0";
    draw();
  }

  function draw() {
    const net = Math.max(0, gross - tare());
    const [said, fen] = [quantity({ thousandths: net }), amount({ price, quantity: net })];
    sheet.net.textContent = said;
    sheet.less.textContent = tare() ? word("gross.less", { tare: quantity({ thousandths: tare() }) }) : word("gross");
    sheet.times.textContent = `${said} × ${money(price)}`;
    sheet.sum.replaceChildren(cash(fen));
    sheet.saves.textContent = member === null || !net ? "" : word("saved", { sum: money(amount({ price: product.price, quantity: net }) - fen) });
    sheet.go.disabled = !fits(net);
    slim(sheet.slim, others, net ? row(product.name, `${said} ${product.unit}`, fen, "ghost") : null);
  }

  function put() {
    const net = gross - tare();
    if (!fits(net)) return undefined;
    const sale = line ? count(till.sale, line.n, net, tare()) : add(till.sale, product, { quantity: net, tare: tare() });
    close();
    till.typed = "";
    return sale === till.sale ? till.note(word("lines.most")) : till.change(sale);
  }
}

const fits = (net) => net > 0 && net <= MOST_QUANTITY;
