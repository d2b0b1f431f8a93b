// A new member in three taps: number, name, consent; beside, if he tells it, the day of his birthday and who told him of us. Without network
// he waits in the outbox, and buys as a member at once.
import { cash, element, money, word } from "../dom.js";
import * as people from "../people.js";
import { join, work } from "../sale.js";
import { busy, close, show, trouble, typist, unkept } from "../sheet.js";

/* what was typed before, where the sheet was left for another */
export function open(till, { phone = "", name = "", birthday = "", consents = false, referrer = null } = {}) {
  const pad = typist((text) => { sheet.phone.value = text; draw(); }, { point: false });
  const sheet = show("sheet-join", { press: (key) => pad.press(key), enter: () => busy(sheet.go, take), closed: () => till.draw() });
  [sheet.name.value, sheet.birthday.value, sheet.consents.checked] = [name, birthday, consents];
  sheet.beside.open = Boolean(birthday || referrer);
  for (const field of [sheet.phone, sheet.name, sheet.birthday]) field.addEventListener("input", draw);
  sheet.consents.addEventListener("change", draw);
  sheet.refers.addEventListener("click", () => {
    const was = { phone: sheet.phone.value, name: sheet.name.value, birthday: sheet.birthday.value, consents: sheet.consents.checked };
    if (referrer) return open(till, was);
    return till.open("member", { then: (found) => open(till, { ...was, referrer: found }), back: () => open(till, was) });
  });
  sheet.refers.setAttribute("aria-pressed", String(Boolean(referrer)));
  if (referrer) sheet.refers.textContent = word("join.referrer", { name: `${referrer.surname ?? ""}* ${word("four", { four: referrer.last_four })}` });
  pad.set(phone);

  /* the month and day as it is sent, nothing where none is typed, null where there is no such day */
  function day() {
    const text = sheet.birthday.value.trim();
    if (!text) return "";
    const [, month, date] = /^(\d{1,2})\D{1,3}(\d{1,2})\D?$/.exec(text) ?? /^(\d\d)(\d\d)$/.exec(text) ?? [];
    const found = new Date(Date.UTC(2024, month - 1, date));
    return found.getUTCMonth() === month - 1 && found.getUTCDate() === Number(date) ? found.toISOString().slice(5, 10) : null;
  }

  function draw() {
    const birthday = day();
    sheet.birthday.setAttribute("aria-invalid", String(birthday === null));
    const lacks = !people.PHONE.test(sheet.phone.value) ? "phone" : !sheet.name.value.trim() ? "name" : birthday === null ? "day" : sheet.consents.checked ? "" : "consent";
    sheet.go.disabled = Boolean(lacks);
    sheet.go.textContent = word(`join.${lacks || "go"}`);
    const as = work(join(till.sale, { level: null, birthday, joined_on: till.today() }), { day: till.today(), rules: till.facts.rules ?? [] });
    sheet.saves.replaceChildren(cash(as.saved));
    sheet.before.textContent = as.saved ? money(as.ordinary) : "";
    sheet.due.replaceChildren(cash(as.total));
    sheet.slim.replaceChildren(...as.lines.map(({ line, saved }) => {
      const row = element("li");
      row.append(element("span", line.name), element("span", saved ? word("saved", { sum: money(saved) }) : "", "is-accent"));
      return row;
    }));
  }

  async function take() {
    if (sheet.go.disabled) return;
    const [number, name, birthday] = [sheet.phone.value, sheet.name.value.trim(), day()];
    try {
      const { key } = await people.join({ phone: number, name, consent_version: sheet.consents.dataset.version, ...(birthday && { birthday }), ...(referrer && { referrer: referrer.id }) });
      close();
      till.change(join(till.sale, { key, surname: [...name][0], last_four: number.slice(-4), level: null, birthday: birthday || null, joined_on: till.today(), points: 0, owed: 0, limit: 0 }));
    } catch (error) {
      trouble(sheet, unkept(error));
    }
  }
}
