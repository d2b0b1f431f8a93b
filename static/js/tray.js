// The tray: what this device keeps of one person, with its state and reason; to be gone on with, mended, or thrown away.
import { get, mine, put, remove } from "./device.js";
import { send } from "./outbox.js";
import { count } from "./waits.js";

const when = new Intl.DateTimeFormat(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

async function draw() {
  const tray = document.querySelector("[data-tray]");
  if (!tray) return;
  const forms = await mine().catch(() => []);
  const row = document.getElementById("tray-row").content;
  tray.querySelector("ul").replaceChildren(...forms.map((form) => fill(row.cloneNode(true), form)));
  tray.querySelector("ul").hidden = !forms.length;
  document.querySelector("[data-none]").hidden = forms.length > 0;
  for (const button of document.querySelectorAll("[data-send]")) button.hidden = !forms.some((form) => form.state === "waiting");
}

function fill(row, form) {
  const item = row.querySelector("li");
  item.dataset.key = form.key;
  item.querySelector("[data-title]").textContent = form.title;
  item.querySelector("[data-at]").textContent = when.format(form.at);
  for (const badge of item.querySelectorAll("[data-state]")) badge.hidden = badge.dataset.state !== form.state;
  item.querySelector("[data-reason]").textContent = form.reason;
  const open = item.querySelector("[data-open]");
  open.href = `${form.page}#key=${encodeURIComponent(form.key)}`;
  // what waits may be with the server already: it is not changed, only sent
  open.hidden = form.state === "waiting";
  return row;
}

document.addEventListener("click", async ({ target }) => {
  if (target.closest?.("[data-send]")) await send();
  const drop = target.closest?.("[data-drop]");
  const key = drop?.closest("li").dataset.key;
  if (!key) return;
  const form = await get(key);
  await remove(key);
  await count();
  const row = drop.closest("li");
  const undo = document.getElementById("tray-undo").content.cloneNode(true);
  undo.querySelector("button").addEventListener("click", async () => { await put(form); await count(); await draw(); });
  row.replaceChildren(undo);
  row.querySelector("button").focus();
});

document.addEventListener("outbox:sent", draw);
document.addEventListener("htmx:after:settle", draw);
draw();
