// A new member in three taps: number, name, consent. Without network he waits in the outbox, and buys as a member at once.
import { cash, element, money, word } from "../dom.js";
import * as people from "../people.js";
import { join, work } from "../sale.js";
import { busy, close, show, trouble, typist, unkept } from "../sheet.js";

const PHONE = /^1\d{10}$/;

export function open(till, phone = "") {
  const pad = typist((text) => { sheet.phone.value = text; draw(); }, { point: false });
  const sheet = show("sheet-join", { press: (key) => pad.press(key), enter: () => busy(sheet.go, take), closed: () => till.draw() });
  for (const field of [sheet.phone, sheet.name]) field.addEventListener("input", draw);
  sheet.consents.addEventListener("change", draw);
  const as = work(join(till.sale, { level: null, birthday: null, joined_on: till.today() }), { day: till.today(), rules: till.facts.rules ?? [] });
  sheet.saves.replaceChildren(cash(as.saved));
  sheet.before.textContent = as.saved ? money(as.ordinary) : "";
  sheet.due.replaceChildren(cash(as.total));
  sheet.slim.replaceChildren(...as.lines.map(({ line, saved }) => {
    const row = element("li");
    row.append(element("span", line.name), element("span", saved ? word("saved", { sum: money(saved) }) : "", "is-accent"));
    return row;
  }));
  pad.set(phone);

  function draw() {
    sheet.go.disabled = !(PHONE.test(sheet.phone.value) && sheet.name.value.trim() && sheet.consents.checked);
  }

  async function take() {
    if (sheet.go.disabled) return;
    const [number, name] = [sheet.phone.value, sheet.name.value.trim()];
    try {
      const { key } = await people.join({ phone: number, name, consent_version: sheet.consents.dataset.version });
      close();
      till.change(join(till.sale, { key, surname: [...name][0], last_four: number.slice(-4), level: null, birthday: null, joined_on: till.today(), points: 0, owed: 0, limit: 0 }));
    } catch (error) {
      trouble(sheet, unkept(error));
    }
  }
}
