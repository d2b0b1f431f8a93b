// What else is done at a till: orders of before, accounts, people, the shift, the tablet itself.
import { word } from "../dom.js";
import { newKey } from "../store.js";
import { setWidth, width } from "../paper.js";
import { begin } from "../sale.js";
import { close, show } from "../sheet.js";

export function open(till) {
  const sheet = show("sheet-more", { closed: () => till.draw() });
  sheet.device.textContent = till.device.token ? word("device.no", { name: till.device.name }) : word("device.own");
  sheet.acts.querySelector("[data-open=enrol]").hidden = !document.body.dataset.enrols; // only its owner does
  sheet.clerk.textContent = till.clerk.name;
  for (const input of sheet.paper.querySelectorAll("input")) input.checked = input.value === width();
  sheet.paper.addEventListener("change", ({ target }) => setWidth(target.value));
  sheet.acts.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-open]")?.dataset.open;
    if (name) till.open(name);
  });
  sheet.drop.disabled = !till.sale.lines.length;
  sheet.drop.addEventListener("click", () => {
    if (!sheet.drop.dataset.sure) { // asked once
      sheet.drop.dataset.sure = "yes";
      sheet.drop.textContent = word("drop.sure", { n: till.worked.pieces });
      return;
    }
    close();
    till.change(begin(newKey()));
  });
}
