// This tablet becomes one of its store's: it gets a number, and proves from then on that its orders are its own.
import { element, word } from "../dom.js";
import { enrol, others } from "../enrol.js";
import { device } from "../store.js";
import { busy, close, show, trouble } from "../sheet.js";

export async function open(till) {
  const sheet = show("sheet-enrol", { enter: () => busy(sheet.go, take), closed: () => till.draw() });
  const { ok, status, answer } = await others();
  if (!sheet.go.isConnected) return;
  if (!ok) trouble(sheet, answer.message || word(status === 403 ? "enrol.owner" : status ? "failed" : "why.enrol"));
  sheet.go.disabled = !ok;
  const tablets = (ok && (answer.devices ?? answer)) || [];
  sheet.instead.hidden = !tablets.length;
  sheet.replaces.append(...tablets.map(({ id, name, place }) => {
    const option = element("option", [word("device.no", { name }), place].filter(Boolean).join(" · "));
    option.value = id;
    return option;
  }));
  sheet.replaces.addEventListener("change", () => { sheet.reasoned.hidden = !sheet.replaces.value; });

  async function take() {
    const replaces = Number(sheet.replaces.value) || null;
    if (replaces && !sheet.reason.value.trim()) return trouble(sheet, word("enrol.why"));
    const said = await enrol(sheet.place.value.trim(), { replaces, reason: sheet.reason.value.trim() });
    if (!said.ok) return trouble(sheet, said.answer.message || word(said.status ? "failed" : "why.enrol"));
    till.device = await device();
    close();
    return till.note(word("enrol.done", { name: till.device.name }), "");
  }
}
