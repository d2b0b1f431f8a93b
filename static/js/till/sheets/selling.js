// What lies over the till in every sale, and so comes at once, as one. The money: one way, or several, and points beside. It is collected
// elsewhere – in the drawer, on the other machine – and only noted; what is given back is seen last. And what is sold by weight: gross as the
// scale shows it, less what it lies in, is what is paid.
import { cash, clock, cut, element, money, seldom, word } from "../dom.js";
import { amount as costs, paymentsChange, quantity, typedQuantity, typedYuan } from "../rules.js";
import { MOST_QUANTITY, add, banknotes, count, counted, work } from "../sale.js";
import { busy, close, row as slimRow, show, slim, trouble, typist, unkept } from "../sheet.js";

export const pay = { open: openPay }, weigh = { open: openWeigh };
export const WAYS = ["cash", "wechat", "alipay", "card", "account"];
const TWICE = 500; // milliseconds within which a second tap on the key before was no wish to go on: the change would be gone unread

/* whether a way is open now, and what there is to say of it: above his limit a member pays on account with a manager's word, which needs the
   network */
function openWay(way, { member, only, due, account = 0, online }) {
  if (only && !only.includes(way)) return { closed: true, hint: word("only.cash") };
  if (way !== "account") return { closed: false, hint: "" };
  if (!member) return { closed: true, hint: word("account.member") };
  const left = credit(member) - account;
  if (left >= due) return { closed: false, hint: "" };
  return { closed: !online, hint: word(online ? "account.ask" : "account.left", { sum: money(Math.max(0, left)) }) };
}

export const credit = (member) => (member ? Math.max(0, (member.limit ?? 0) - (member.owed ?? 0)) : 0);

let begun = {}; // what was received already of a sale that one went back to: the money is in the drawer

/* `was` is how the sheet was left for another one */
function openPay(till, was = begun.key === till.sale?.key ? begun : {}) {
  if (!till.mayPay) return undefined;
  const { sale } = till;
  // whether a manager's word for what goes off by hand still counts
  if (!was.agreed && sale.lines.some((one) => one.discount)) return till.open("discount", { again: was });
  let { parts = [], way = "cash", split = false, spent = null } = was;
  let worked;
  let due;
  const after = []; // codes, of the next sale
  let given = null; // fen as typed, null for exactly what is due
  const pad = typist(typed, { most: 10 });
  const sheet = show("sheet-pay", { press: (key) => pad.press(key), enter: () => busy(sheet.go, take), closed: () => { leave(); till.draw(); }, scanned, stays: () => parts.length > 0 });
  const points = { giveBack() {} }; // of nobody, until it is known better
  if (sale.member?.points || spent) import("./points.js").then(({ offer }) => Object.assign(points, offer(till, sheet, { spent, changed })), () => {});
  const leave = () => { begun = { key: sale.key, parts, split: parts.length > 0 }; points.giveBack(); };
  reckon();

  sheet.split.hidden = !till.knows;
  sheet.split.addEventListener("click", () => {
    split = !split;
    parts = [];
    pad.set("");
  });
  sheet.round.hidden = !till.facts.rights;
  sheet.round.addEventListener("click", () => {
    leave(); // for another sum it is another number of them
    till.open("discount", { whole: true, back: () => openPay(till) });
  });
  sheet.ways.addEventListener("change", ({ target }) => {
    way = target.value;
    pad.set("");
  });
  sheet.notes.addEventListener("click", ({ target }) => {
    const note = target.closest("button")?.dataset.note;
    if (note) pad.set(note === String(rest()) ? "" : (note / 100).toFixed(2));
  });
  sheet.parts.addEventListener("click", ({ target }) => {
    const place = target.closest("button")?.dataset.part;
    if (place === undefined) return;
    parts.splice(Number(place), 1);
    pad.set("");
  });
  const isTooMuch = parts.length > 0 && rest() <= 0;
  if (isTooMuch) parts = [];
  pad.set("");
  if (isTooMuch) trouble(sheet, word("changed"));

  /* one thing more: the sale takes it, and costs something else then; while the money is being noted it is the next sale's first */
  function scanned(code) {
    if (sheet.go.getAttribute("aria-busy") === "true") return keep(code);
    if (parts.length) return false;
    points.giveBack();
    close();
    return true;
  }

  function keep(code) {
    after.push(code);
    return null;
  }

  /* other points: the payments so far were for another sum */
  function changed(now) {
    spent = now;
    if (!sheet.due.isConnected) return;
    parts = [];
    reckon();
    pad.set("");
  }

  function reckon() {
    worked = spent ? work(sale, { day: till.today(), rules: till.facts.rules ?? [], points: spent.fen }) : till.worked;
    due = worked.total;
    sheet.due.replaceChildren(cash(due));
    const who = sale.member ? [`${sale.member.surname ?? ""}*`] : [];
    sheet.facts.textContent = [word("pieces", { n: worked.pieces }), ...who, ...(worked.saved ? [word("saved", { sum: money(worked.saved) })] : [])].join(" · ");
    slim(sheet.slim, worked);
  }

  function rest() {
    return due - parts.reduce((all, part) => all + part.amount, 0);
  }

  function typed(text) {
    given = text ? typedYuan({ text: text.replace(/\.$/, "") }) : null;
    trouble(sheet, "");
    draw(text);
  }

  /* what the large key would take: a payment, or nothing where it is not possible */
  function part() {
    const left = rest();
    if (given === null) return { way, amount: left };
    if (way === "cash" && given >= left) return given === left ? { way, amount: left } : { way, amount: left, given };
    if (!split) return way === "cash" ? null : { way, amount: left };
    return given > 0 && given <= left ? { way, amount: given } : null;
  }

  function draw(text) {
    const left = rest();
    const account = parts.filter((one) => one.way === "account").reduce((all, one) => all + one.amount, 0);
    for (const input of sheet.ways.querySelectorAll("input")) {
      const { closed, hint: said } = openWay(input.value, { member: sale.member, only: till.state.only, due: split ? 1 : left, account, online: till.state.online });
      input.disabled = closed;
      input.checked = input.value === way;
      const hint = input.closest("label").querySelector("small");
      hint.dataset.said ??= hint.textContent;
      hint.textContent = said || hint.dataset.said;
    }
    sheet.title.textContent = split ? word("part", { n: parts.length + 1, way: word(`way.${way}`) }) : word(`way.${way}`);
    sheet.split.textContent = word(split ? "split.off" : "split.on");
    sheet.had.hidden = !split;
    sheet.parts.replaceChildren(...parts.map(drawPart));
    sheet.none.hidden = parts.length > 0;
    const next = part();
    const change = next?.given ? next.given - next.amount : 0;
    const short = given !== null && given < left ? left - given : 0;
    const isCash = way === "cash";
    const asks = split ? !change : !isCash;
    sheet.what.textContent = word(asks ? (split ? "left" : "due") : short ? "left" : "change");
    sheet.say.replaceChildren(cash(asks ? (split ? left - (given === null ? 0 : Math.min(given, left)) : due) : short || change));
    sheet.say.classList.toggle("is-danger", !asks && short > 0);
    sheet.say.parentElement.setAttribute("aria-label", sheet.what.textContent);
    sheet.bar.toggleAttribute("hidden", !split); // an SVG has no such property
    sheet.fill.setAttribute("width", `${due ? Math.round(((due - left) / due) * 1000) / 10 : 0}%`);
    sheet.elsewhere.hidden = isCash || way === "account";
    sheet.given.hidden = !isCash && !split;
    sheet.typed.textContent = text || (split ? (left / 100).toFixed(2) : isCash ? (left / 100).toFixed(2) : "");
    sheet.asked.textContent = word(split ? "this.part" : "given");
    sheet.notes.hidden = !isCash;
    sheet.notes.replaceChildren(...banknotes(left).map((fen) => noteKey(fen, left, given)));
    sheet.pad.classList.toggle("only-pay", !isCash && !split);
    sheet.go.disabled = !next;
    const large = next && [word("take", { sum: money(next.given ?? next.amount) }), change ? word("give", { sum: money(change) }) : split ? word(next.amount === left ? "all.paid" : "part.rest", { sum: money(left - next.amount) }) : ""];
    sheet.go.replaceChildren(...(large ? [large[0], ...(large[1] ? [element("br"), large[1]] : [])] : [word("too.little")]));
  }

  function drawPart(one, place) {
    const { part: row, ...places } = cut("till-part");
    places.way.textContent = word(`way.${one.way}`);
    places.at.textContent = clock(one.at);
    places.sum.replaceChildren(cash(one.amount));
    places.drop.dataset.part = place;
    places.drop.setAttribute("aria-label", word("part.drop", { way: word(`way.${one.way}`) }));
    return row;
  }

  async function take() {
    const next = part();
    if (!next) return undefined;
    const all = [...parts.map(({ at, ...one }) => one), next];
    if (next.amount < rest()) {
      parts.push({ ...next, at: Date.now() });
      way = "cash";
      pad.set("");
      return undefined;
    }
    const payments = due ? all : [];
    const owed = payments.reduce((sum, one) => sum + (one.way === "account" ? one.amount : 0), 0);
    const mayOwe = sale.member ? credit(sale.member) : null;
    const { trouble: wrong, change } = paymentsChange({ total: due, payments, credit: mayOwe === null ? null : Math.max(mayOwe, owed) });
    if (wrong) return trouble(sheet, word(`wrong.${wrong}`) || word("failed"));
    if (owed <= (mayOwe ?? 0)) return finish(payments, change);
    const back = () => openPay(till, { parts, way, split, spent });
    return till.open("pin", { deed: "credit", key: sale.key, amount: owed, back, scanned: keep, then: ({ approval }) => finish(payments, change, approval) });
  }

  async function finish(payments, change, approval = "") {
    try {
      const shown = { total: due, pieces: worked.pieces, ways: payments.map((one) => one.way), who: sale.member?.surname ?? "" };
      await till.finish(payments.length ? payments : [{ way: "cash", amount: 0 }], shown, { spent, approval });
    } catch (error) {
      return failed(error);
    }
    till.last.change = change;
    received(till);
    return after.forEach(till.scan);
  }

  /* what is over, or costs something else by now, is no longer paid here */
  function failed(error) {
    const said = { changed: "changed", ConstraintError: "sold" }[error?.name === "Error" ? error.message : error?.name];
    if (!said && sheet.go.isConnected) return trouble(sheet, unkept(error));
    if (said !== "sold") points.giveBack();
    close();
    return till.note(said ? word(said) : unkept(error));
  }
}

function noteKey(fen, left, given) {
  const key = element("button", fen === left ? word("exact") : money(fen).replace(/\.00$/, ""), "btn");
  key.type = "button";
  key.dataset.note = fen;
  key.setAttribute("aria-pressed", String(given === null ? fen === left : fen === given));
  return key;
}

/* The money is in: the change twice as large, the receipt, and the next sale, which a scan begins as well. */
function received(till) {
  const { number, worked, sale, payments, spent, at, change = 0 } = till.last;
  const opened = performance.now();
  const next = () => { if (performance.now() - opened > TWICE) close(); };
  const sheet = show("sheet-done", { enter: next, closed: () => till.draw(), scanned: () => { close(); return true; } });
  sheet.number.textContent = word("number", { number: till.numbered(number) });
  sheet.total.replaceChildren(cash(worked.total));
  sheet.at.textContent = clock(at);
  const paid = payments.map((one) => [word(`way.${one.way}`), money(one.given ?? one.amount)]);
  if (spent) paid.unshift([word("kind.points"), money(spent.fen)]);
  const who = sale.member ? [[word("member"), `${sale.member.surname ?? ""}* ${word("four", { four: sale.member.last_four })}`]] : [];
  const saved = worked.saved ? [[word("saved.today"), money(worked.saved), "is-accent"]] : [];
  sheet.facts.replaceChildren(...[...paid, ...who, ...saved].flatMap(([name, value, cls]) => [element("dt", name), element("dd", value, cls)]));
  const isCash = payments.some((one) => one.way === "cash");
  sheet.what.textContent = isCash ? word("change") : payments.map((one) => word(`way.${one.way}`)).join(" + ");
  sheet.call.replaceChildren(cash(isCash ? change : worked.total));
  sheet.count.textContent = change ? word("hand.out", { notes: counted(change).map(([fen, times]) => word(fen < 100 ? "coins" : "notes", { note: fen < 100 ? (fen < 10 ? word("fen", { n: fen }) : word("jiao", { n: fen / 10 })) : `¥${fen / 100}`, n: times })).join(word("comma")) }) : "";
  sheet.print.addEventListener("click", () => busy(sheet.print, paper));
  sheet.next.focus();

  async function paper() {
    const [{ print }] = await Promise.all([import("../paper.js"), seldom()]).catch(() => [{ print: () => till.note(word("not.kept")) }]);
    print(till, till.last);
  }
}

// --- by weight

/* `line` where one of the sale is weighed anew */
function openWeigh(till, product, line = null) {
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
    const [said, fen] = [quantity({ thousandths: net }), costs({ price, quantity: net })];
    sheet.net.textContent = said;
    sheet.less.textContent = tare() ? word("gross.less", { tare: quantity({ thousandths: tare() }) }) : word("gross");
    sheet.times.textContent = `${said} × ${money(price)}`;
    sheet.sum.replaceChildren(cash(fen));
    sheet.saves.textContent = member === null || !net ? "" : word("saved", { sum: money(costs({ price: product.price, quantity: net }) - fen) });
    sheet.go.disabled = !fits(net);
    slim(sheet.slim, others, net ? slimRow(product.name, `${said} ${product.unit}`, fen, "ghost") : null);
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
