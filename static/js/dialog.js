// Dialogs: opened by [data-opens], closed by a click outside; a deed that asks first asks in one.
import { word } from "./say.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) return open(opener, event);
  const asks = event.target.closest?.(".ask > summary");
  if (asks) return ask(asks.parentElement, event);
  if (event.target.matches?.("[data-closes]")) return event.target.closest("dialog")?.close();
  if (event.target.matches?.("dialog[open]") && outside(event)) event.target.close();
});

function open(opener, event) {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  if (!dialog.open) dialog.showModal();
}

/* the second button of a details.ask, shown as a dialog while it lasts */
function ask(details, event) {
  // one with fields of its own opens in place, though it may hold another that asks
  const body = details.querySelector(":scope > .ask-body");
  if (!HTMLDialogElement.prototype.showModal || !body?.querySelector(".act")) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const title = document.createElement("h2");
  title.id = "asks-once";
  title.textContent = details.querySelector("summary").textContent.trim();
  dialog.setAttribute("aria-labelledby", title.id);
  const foot = document.createElement("footer");
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "btn quiet";
  cancel.dataset.closes = "";
  cancel.textContent = word("cancel");
  const act = body.querySelector(".act");
  foot.append(cancel, act);
  dialog.append(title, body, foot);
  // inside the same container, so that what htmx replaces takes the dialog along
  details.after(dialog);
  dialog.addEventListener("close", () => {
    body.append(act);
    details.append(body);
    dialog.remove();
  }, { once: true });
  act.addEventListener("submit", () => setTimeout(() => dialog.open && dialog.close()), { once: true });
  dialog.showModal();
  cancel.focus();
}

function outside({ target, clientX: x, clientY: y }) {
  const box = target.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
