// What lies on this tablet: what waits for the network, how long it may, and what was refused, with what mends it.
import { cash, clock, cut, element, money, stamp, word } from "../dom.js";
import * as mending from "../mending.js";
import * as outbox from "../outbox.js";
import { PHONE } from "../people.js";
import { CASH_ONLY, MOST } from "../rules.js";
import { much, standing } from "../screen.js";
import { ownTime } from "../store.js";
import { busy, show } from "../sheet.js";

export async function open(till) {
  let drawn = "[]";
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
    const orders = waiting.filter(({ kind }) => kind === "order").length;
    const members = much(waiting.filter(({ kind }) => kind === "member"));
    sheet.count.replaceChildren(String(orders), element("small", [` ${word("orders.unit", { n: orders })}`, ...(members ? [members] : [])].join(word("comma"))));
    sheet.sum.textContent = waiting.length ? word("tray.sum", { sum: money(sum) }) : refused.length ? "" : word("tray.nothing");
    const age = oldest === null ? 0 : (await ownTime()) - oldest;
    sheet.oldest.textContent = oldest === null ? "–" : word("tray.age", { hours: Math.floor(age / 3_600_000), minutes: Math.floor(age / 60_000) % 60 });
    sheet.age.setAttribute("width", `${Math.min(100, (age / CASH_ONLY) * 100)}%`);
    sheet.age.classList.toggle("late", bound !== "free");
    sheet.kept.textContent = waiting.length;
    sheet.many.setAttribute("width", `${Math.min(100, (waiting.length / MOST) * 100)}%`);
    sheet.list.replaceChildren(...waiting.slice(0, 100).map(drawWaiting));
    sheet.next.textContent = next ? word("tray.next", { at: clock(next) }) : "";
    sheet.refusedCount.textContent = refused.length;
    sheet.refusedCount.hidden = !refused.length;
    const isWriting = sheet.refused.contains(document.activeElement) && document.activeElement.value;
    const these = JSON.stringify(refused.map(({ key, state, reason, message }) => [key, state, reason, message]));
    if (these !== drawn && !isWriting) { // what was said beside a row stays as long as the row does
      sheet.refused.replaceChildren(...refused.map(drawRefused));
      drawn = these;
    }
    sheet.good.hidden = refused.length > 0;
    sheet.bad.hidden = !refused.some(({ kind }) => kind === "order");
  }

  /* a number alone would be read as one of pieces */
  function said(number) {
    return till.device.token ? till.numbered(number) : word("number", { number });
  }

  function drawWaiting({ number, body, shown = {}, kind }) {
    const { part, ...places } = cut("till-waiting");
    places.at.textContent = when(body.placed_at ?? body.consented_at ?? Date.now());
    places.number.textContent = kind === "member" ? word("new.member") : said(number);
    places.what.textContent = told(shown);
    if (shown.total !== undefined) places.sum.replaceChildren(cash(shown.total));
    return part;
  }

  function drawRefused(row) {
    const { number, body, shown = {}, message, reason, state } = row;
    const remedy = remedyOf(row);
    const { part, ...places } = cut("till-refused");
    places.number.textContent = number ? said(number) : word("new.member");
    places.at.textContent = when(body.placed_at ?? body.consented_at ?? Date.now());
    if (shown.total !== undefined) places.sum.replaceChildren(cash(shown.total));
    places.message.textContent = message || word(state === "clash" ? "refused.clash" : "refused.other", { reason });
    places.what.textContent = word(`remedy.${remedy}`);
    const asked = remedy === "joining" ? joining(row) : null;
    if (asked) places.acts.before(asked.part);
    for (const [label, mends] of REMEDIES[remedy]) places.acts.append(act(label, () => mends(till, row, asked)));
    places.end.hidden = Boolean(asked) || !document.body.dataset.enrols;
    places.ends.addEventListener("click", () => busy(places.ends, async () => {
      const { ok, status, answer } = await mending.giveUp(row.key, places.why.value.trim());
      if (ok) return draw();
      places.message.textContent = answer.message || word(status ? "failed" : "why.enrol");
      return places.why.focus();
    }));
    return part;
  }
}

/* the hour of what was made today, else its day, too */
const when = (moment) => (stamp(moment).slice(0, 10) === stamp(Date.now()).slice(0, 10) ? clock(moment) : stamp(moment).slice(5));

const told = ({ pieces, ways = [], who = "" }) => [pieces ? word("pieces", { n: pieces }) : "", ways.map((way) => word(`way.${way}`)).join(" + "), who && `${who}*`].filter(Boolean).join(" · ");

function act(label, does) {
  const button = element("button", word(label), "btn");
  button.type = "button";
  button.addEventListener("click", () => busy(button, does));
  return button;
}

/* the same sum in another way */
function paid(way) {
  return (till, { key, body, shown }) => mending.mend(key, { payment: way, payments: [{ way, amount: shown.total ?? body.lines.reduce((all, one) => all + one.amount, 0) }] });
}

function remedyOf({ kind, state, reason, remedy }) {
  const found = kind === "member" ? "joining" : state === "clash" ? "clash" : reason === "points" ? reason : remedy;
  return Object.hasOwn(REMEDIES, found) ? found : "owner";
}

const REMEDIES = {
  clash: [],
  points: [["mend.approve", withoutPoints]],
  pay: [["mend.cash", paid("cash")], ["mend.wechat", paid("wechat")], ["mend.approve", approved]],
  joining: [["mend.again", joinAgain], ["mend.known", known((key, member) => mending.instead(key, member))], ["mend.member", (till, { key }) => mending.giveUp(key, "")]],
  member: [["mend.known", known((key, member) => mending.mend(key, { member, member_key: undefined }))], ["mend.member", (till, { key }) => mending.mend(key, { member: undefined, member_key: undefined })]],
  approve: [["mend.approve", approved]],
  owner: [["mend.again", (till, { key }) => mending.mend(key, {})]],
};

/* a new member as he was typed, to be put right */
function joining({ body }) {
  const made = cut("till-joining");
  made.phone.value = body.phone;
  made.name.value = body.name;
  return made;
}

function joinAgain(till, { key }, { phone, name }) {
  for (const field of [phone, name]) field.setAttribute("aria-invalid", String(!(field === phone ? PHONE.test(phone.value.trim()) : name.value.trim())));
  const wrong = [phone, name].find((field) => field.getAttribute("aria-invalid") === "true");
  return wrong ? wrong.focus() : mending.mend(key, { phone: phone.value.trim(), name: name.value.trim() });
}

/* who it is, if he was a member before: found as ever, so nobody learns more of him than the till shows */
function known(does) {
  return (till, { key }) => till.open("member", {
    back: () => till.open("tray"),
    then: async ({ id }) => {
      if (id) await does(key, id);
      await till.open("tray");
    },
  });
}

function approved(till, row) {
  return approve(till, row);
}

function approve(till, row, { lines: mended, ...change } = {}) {
  const { reverses, returns, lines, payments = [], approval: said } = row.body;
  const credit = row.reason === "credit" || (row.reason === "approval" && said && payments.some(({ way }) => way === "account"));
  const deed = reverses ? "reverse" : returns ? "return" : credit ? "credit" : "total";
  const plain = deed === "total" && { lines: mended ?? lines.map(({ approval: _, ...line }) => line) }; // a word of its own would be asked first
  return till.open("pin", {
    deed, key: row.key, amount: Math.abs(row.shown?.total ?? 0), of: reverses ?? returns, back: () => open(till),
    then: async ({ approval }) => {
      await mending.mend(row.key, { ...plain, ...change, approval });
      await open(till);
    },
  });
}

/* the points were not his any more, and the money is in: what they took off was given, which a manager says */
function withoutPoints(till, row) {
  const lines = row.body.lines.map(({ benefit = [], approval: _, ...line }) => {
    const [points, rules] = [benefit.filter(({ rule }) => rule === null), benefit.filter(({ rule }) => rule !== null)];
    const fen = points.reduce((all, one) => all + one.fen, line.discount?.fen ?? 0);
    return { ...line, ...(rules.length && { benefit: rules }), ...(fen && { discount: { fen, why: line.discount?.why ?? word("kind.points") } }) };
  });
  return approve(till, row, { lines, points_used: undefined });
}
