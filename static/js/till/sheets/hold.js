// Sales put aside, of every tablet of the store: taken up again once, by whoever is first.
import { cash, clock, cut, money, stamp, word } from "../dom.js";
import { recognised } from "../buyer.js";
import * as holds from "../holds.js";
import { newKey } from "../store.js";
import { begin, isSale, work } from "../sale.js";
import { unapproved } from "./discount.js";
import { busy, close, show, slim, trouble, unkept } from "../sheet.js";

/* how many there are, on the key that leads here */
export async function count() {
  const { holds: found } = await holds.list();
  const place = document.querySelector("#holds .count");
  place.hidden = !found.length;
  place.textContent = found.length || "";
}

export async function open(till) {
  let { sale, worked } = till;
  let list = [];
  let chosen = null;
  const sheet = show("sheet-hold", { enter: () => busy(sheet.go, go), closed: () => till.draw() });
  sheet.list.addEventListener("click", ({ target }) => {
    const key = target.closest("button")?.dataset.hold;
    if (key) [chosen] = list.filter((one) => one.key === key), draw();
  });
  sheet.aside.addEventListener("click", () => { chosen = null; draw(); });
  draw();
  const found = await holds.list();
  list = await Promise.all(found.holds.map(async (one) => ({ ...one, ...(one.body && { body: await recognised(one.body) }) })));
  sheet.local.hidden = !found.local;
  if (!sale.lines.length) [chosen = null] = list;
  draw();

  function draw() {
    sheet.none.hidden = list.length > 0;
    sheet.count.textContent = list.length || "";
    sheet.list.replaceChildren(...list.map(drawHold));
    sheet.aside.hidden = !sale.lines.length || !chosen;
    sheet.naming.hidden = Boolean(chosen);
    sheet.go.disabled = !chosen && !sale.lines.length;
    sheet.title.textContent = chosen ? chosen.name || word("hold.unnamed") : word("hold.this");
    sheet.what.textContent = word("pieces", { n: chosen ? chosen.pieces : worked.pieces });
    sheet.sum.replaceChildren(cash(chosen ? chosen.total : worked.total));
    slim(sheet.slim, chosen ? (chosen.body ? work(chosen.body, { day: till.today(), rules: till.facts.rules ?? [] }) : { lines: [] }) : worked);
    sheet.first.hidden = !chosen || !sale.lines.length;
    sheet.go.textContent = word(chosen ? "hold.take" : "hold.put");
  }

  function drawHold(one) {
    const { part, ...places } = cut("till-hold");
    places.pick.dataset.hold = one.key;
    if (one === chosen) places.pick.setAttribute("aria-current", "true");
    places.name.textContent = one.name || word("hold.unnamed");
    places.facts.textContent = [word("pieces", { n: one.pieces }), one.made_by ? word("hold.by", { name: one.made_by }) : ""].filter(Boolean).join(" · ");
    places.sum.replaceChildren(cash(one.total));
    places.at.textContent = stamp(one.made_at).startsWith(stamp(Date.now()).slice(0, 10)) ? clock(one.made_at) : stamp(one.made_at).slice(5);
    return part;
  }

  async function go() {
    try {
      await (chosen ? takeUp(chosen) : putAside(sheet.name.value.trim()));
    } catch (error) {
      return trouble(sheet, unkept(error));
    }
    await holds.shareAll();
    return count();
  }

  async function takeUp(wanted) {
    if (sale.lines.length) await put(word("hold.unnamed"));
    const { ok, body: taken, error, message } = await holds.take(wanted.key, wanted);
    if (!ok || !isSale(taken)) {
      trouble(sheet, message || word(error === "offline" ? "why.hold" : "failed"));
      if (error !== "offline") list = list.filter((one) => one !== wanted);
      chosen = null;
      return draw();
    }
    const body = await recognised(taken);
    if (sheet.go.isConnected || !till.sale.lines.length) {
      close();
      till.change(body);
      const short = unapproved(till);
      return short.length ? till.note(word("word.again", { sum: money(short.reduce((all, { byHand }) => all + byHand, 0)) })) : undefined;
    }
    // somebody left the sheet meanwhile and went on selling
    await holds.hold(body, wanted.name, wanted);
    return till.change(till.sale);
  }

  async function putAside(name) {
    await put(name);
    close();
  }

  async function put(name) {
    await holds.hold(sale, name || sale.member?.surname || "", { total: worked.total, pieces: worked.pieces });
    till.change(begin(newKey()));
    ({ sale, worked } = till); // what was put aside once is not put aside again
  }
}
