// What lies on this tablet: what waits for the network, how long it may, and what was refused, with what mends it.
import { cash, clock, cut, element, money, word } from "../dom.js";
import * as outbox from "../outbox.js";
import { CASH_ONLY, MOST } from "../rules.js";
import { standing } from "../screen.js";
import { ownTime } from "../store.js";
import { busy, show } from "../sheet.js";

export async function open(till) {
  const sheet = show("sheet-tray", { closed: () => { document.removeEventListener("till:outbox", draw); till.draw(); } });
  document.addEventListener("till:outbox", draw);
  sheet.send.addEventListener("click", () => busy(sheet.send, async () => { await outbox.send(); await draw(); }));
  await draw();

  async function draw() {
    if (!sheet.list.isConnected) return;
    const { online, waiting, refused, oldest, stuck, bound, next } = await outbox.state();
    const sum = waiting.reduce((all, { shown }) => all + (shown?.total ?? 0), 0);
    sheet.state.textContent = word(standing({ online, stuck }));
    sheet.state.className = `badge ${online ? "" : "zero"}`;
    sheet.count.replaceChildren(String(waiting.length), element("small", ` ${word("orders.unit", { n: waiting.length })}`));
    sheet.sum.textContent = waiting.length ? word("tray.sum", { sum: money(sum) }) : word("tray.nothing");
    const age = oldest === null ? 0 : (await ownTime()) - oldest;
    sheet.oldest.textContent = oldest === null ? "–" : word("tray.age", { hours: Math.floor(age / 3_600_000), minutes: Math.floor(age / 60_000) % 60 });
    sheet.age.setAttribute("width", `${Math.min(100, (age / CASH_ONLY) * 100)}%`);
    sheet.age.classList.toggle("late", bound !== "free");
    sheet.many.setAttribute("width", `${Math.min(100, (waiting.length / MOST) * 100)}%`);
    sheet.list.replaceChildren(...waiting.slice(0, 100).map(drawWaiting));
    sheet.next.textContent = next ? word("tray.next", { at: clock(next) }) : "";
    sheet.refusedCount.textContent = refused.length;
    sheet.refusedCount.hidden = !refused.length;
    const isWriting = sheet.refused.contains(document.activeElement) && document.activeElement.value;
    if (!isWriting) sheet.refused.replaceChildren(...refused.map(drawRefused));
    sheet.good.hidden = refused.length > 0;
    sheet.bad.hidden = !refused.length;
  }

  function drawWaiting({ number, body, shown = {}, kind }) {
    const { part, ...places } = cut("till-waiting");
    places.at.textContent = clock(body.placed_at ?? body.consented_at ?? Date.now());
    places.number.textContent = kind === "member" ? word("new.member") : till.numbered(number);
    places.what.textContent = told(shown);
    if (shown.total !== undefined) places.sum.replaceChildren(cash(shown.total));
    return part;
  }

  function drawRefused(row) {
    const { number, body, shown = {}, message, reason, remedy, state } = row;
    const { part, ...places } = cut("till-refused");
    places.number.textContent = number ? till.numbered(number) : word("new.member");
    places.at.textContent = clock(body.placed_at ?? body.consented_at ?? Date.now());
    if (shown.total !== undefined) places.sum.replaceChildren(cash(shown.total));
    places.message.textContent = message || word(state === "clash" ? "refused.clash" : "refused.other", { reason });
    places.what.textContent = word(state === "clash" ? "remedy.clash" : `remedy.${REMEDIES[remedy] ? remedy : "owner"}`);
    for (const [label, mends] of state === "clash" ? [] : (REMEDIES[remedy] ?? [])) places.acts.append(act(label, () => mends(till, row, draw)));
    places.end.hidden = !document.body.dataset.enrols;
    places.ends.addEventListener("click", () => busy(places.ends, async () => {
      const { ok, status, answer } = await outbox.giveUp(row.key, places.why.value.trim());
      if (ok) return draw();
      places.message.textContent = answer.message || word(status ? "failed" : "why.enrol");
      return places.why.focus();
    }));
    return part;
  }
}

const told = ({ pieces, ways = [], who = "" }) => [pieces ? word("pieces", { n: pieces }) : "", ways.map((way) => word(`way.${way}`)).join(" + "), who && `${who}*`].filter(Boolean).join(" · ");

function act(label, does) {
  const button = element("button", word(label), "btn");
  button.type = "button";
  button.addEventListener("click", () => busy(button, does));
  return button;
}

/* the same sum in another way */
function paid(way) {
  return (till, { key, body, shown }) => outbox.mend(key, { payment: way, payments: [{ way, amount: shown.total ?? body.lines.reduce((all, one) => all + one.amount, 0) }] });
}

const REMEDIES = {
  pay: [["mend.cash", paid("cash")], ["mend.wechat", paid("wechat")], ["mend.approve", approve]],
  member: [["mend.member", (till, { key }) => outbox.mend(key, { member: undefined, member_key: undefined })]],
  approve: [["mend.approve", approve]],
  owner: [["mend.again", (till, { key }) => outbox.mend(key, {})]],
};

function approve(till, row) {
  const deed = row.body.reverses ? "reverse" : row.body.returns ? "return" : row.reason === "credit" ? "credit" : "discount";
  return till.open("pin", {
    deed, key: row.key, amount: Math.abs(row.shown?.total ?? 0), back: () => open(till),
    then: async ({ approval }) => {
      await outbox.mend(row.key, { approval });
      await open(till);
    },
  });
}
