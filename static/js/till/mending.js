// What the server refused and lies in the tray (outbox.js): it is mended and goes again, its owner gives it up, or a new member turns out to be
// one already.
import { ask } from "./ask.js";
import { run } from "../device.js";
import { changed, send } from "./outbox.js";
import { again, isOrder, orders } from "./sending.js";

/* what was refused goes again as it was changed, under its own key and number */
export async function mend(key, change) {
  await run("outbox", "readwrite", (outbox) => {
    outbox.get(key).onsuccess = ({ target: { result: found } }) => {
      if (found?.state === "refused") outbox.put(again(found, change));
    };
  });
  await send();
}

/* What nobody can mend: its owner says why, the server writes it down beside the missing number, and only then it goes. A member that is
   given up, which nobody else hears of, leaves his orders without him. */
export async function giveUp(key, reason) {
  const found = await run("outbox", "readonly", (outbox) => outbox.get(key));
  if (!found || found.state === "waiting") return { ok: false, status: 404, answer: {} };
  const { device: name, number, store } = found;
  const said = isOrder(found) ? await ask("/till/devices/numbers", { device: name, number, key, reason, ...(store && { store }) }) : { ok: true, status: 200, answer: {} };
  if (said.ok) await drop(key);
  return said;
}

/* a new member who was refused and is one already: his orders name him */
export const instead = (key, member) => drop(key, { member });

async function drop(key, more = {}) {
  await run("outbox", "readwrite", (outbox) => {
    outbox.delete(key);
    orders(outbox, key, ({ body: { member_key: _, ...rest }, ...one }) => {
      const body = { ...rest, ...more };
      outbox.put(one.state === "clash" ? { ...one, body } : again({ ...one, body }, {}));
    });
  });
  changed();
}
