// On the page that seals a day: what of this store's sales lies on this tablet still, which the server cannot know of. Nothing is sealed before
// the till has sent it.
import { run } from "./device.js";

async function look() {
  const said = document.querySelector("[data-unsent]");
  if (!said) return;
  let rows = [];
  try {
    rows = await run("outbox", "readonly", (outbox) => outbox.getAll());
  } catch { /* a device that keeps nothing holds nothing back */ }
  const held = rows.filter(({ kind, store }) => kind === "order" && (!store || store === said.dataset.unsent)).length;
  said.querySelector("[data-held]").textContent = held;
  said.hidden = !held;
  for (const seal of document.querySelectorAll(".seal-day [type=submit], form[action$='/no-sales'] [type=submit]")) seal.disabled = held > 0;
}

look();
document.addEventListener("htmx:after:settle", look);
document.addEventListener("visibilitychange", look); // the till in another window may have sent it meanwhile
