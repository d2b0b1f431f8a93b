// A form that works without network: form[data-offline]. All of it, photos too, is kept with every stroke; what is sent is first put
// into the outbox and only taken out when the server has answered, so that neither a dead battery nor a lost answer loses or doubles it.
import { get, mine, put, remove, viewer } from "./device.js";
import { deliver, send } from "./outbox.js";
import { say, word } from "./say.js";
import { count } from "./waits.js";

const KEPT_FOR = 30 * 24 * 3600 * 1000;
const SAVED_AFTER = 150;
const FAR = 600_000; // milliseconds: a page that is older has an old day and time in it
const isField = (control) => control.name && !["csrf_token", "_key"].includes(control.name) && !["submit", "button", "password"].includes(control.type);

let form = null;
let timer = 0;

function attach() {
  const found = document.querySelector("form[data-offline]");
  if (!found || found === form) return;
  const before = form;
  form = found;
  begin(before).then(count).catch(without); // what was found is in plain view now
}

/* no database here: the form is an ordinary one, of which draft.js keeps the words */
function without() {
  form?.removeAttribute("data-offline");
}

async function begin(before) {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  const kept = (await mine()).filter((one) => one.state !== "waiting" && one.name === form.dataset.offline);
  // the server sent this form back: it is still the same one, and its photos come back to it
  const answered = form.querySelector(".errors") && before?.dataset.key;
  const found = answered || key ? kept.find((one) => one.key === (answered || key)) : newest(kept);
  form.dataset.key = found?.key ?? form.elements._key.value;
  form.dataset.page = found?.page ?? here();
  form.elements._key.value = form.dataset.key;
  if (key) history.replaceState(history.state, "", `${here()}#key=${form.dataset.key}`);
  if (!found) return refresh();
  form.dataset.found = "yes";
  restore(found.fields, answered ? (control) => control.type === "file" : isField);
  // where one stopped; opened again it is the newest, which a page without its key shows
  if (!answered && found.step) location.replace(`#${found.step}`);
  if (key && found.state === "draft") await put({ ...found, at: Date.now() });
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  if (!answered) note(found);
}

const here = () => location.pathname + location.search;
const newest = (kept) => kept.filter((one) => one.state === "draft" && Date.now() - one.at < KEPT_FOR).at(-1);

/* a kept page is as old as its keeping: what it says of today comes from the device */
function refresh() {
  const made = Number(form.dataset.made) * 1000;
  if (!made || Math.abs(Date.now() - made) < FAR) return;
  const [day, time] = new Intl.DateTimeFormat("sv-SE", { timeZone: form.dataset.zone, dateStyle: "short", timeStyle: "short" }).format(new Date()).split(" ");
  for (const control of form.querySelectorAll("[data-now]")) control.value = control.type === "date" ? day : `${day}T${time}`;
  form.querySelector(`[name=hour][value="${Number(time.slice(0, 2))}"]`)?.click();
}

function restore(fields, wanted) {
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!isField(control) || !wanted(control)) continue;
    const values = left.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.type === "file") put_files(control, values.filter((value) => value instanceof File && value.size));
    else if (control.multiple) for (const option of control.options) option.selected = values.includes(option.value);
    else if (values.length) control.value = values.shift();
  }
}

function put_files(input, files) {
  if (!files.length) return;
  const bag = new DataTransfer();
  for (const file of files) bag.items.add(file);
  input.files = bag.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function note(found) {
  const said = document.getElementById("offline-words").content.querySelector("[data-restored]").cloneNode(true);
  if (found.state === "refused") {
    said.classList.add("bad");
    said.querySelector("p").textContent = found.reason;
  }
  said.querySelector("button").addEventListener("click", async () => {
    await save();
    location.hash = "key=new";
    location.reload();
  });
  form.prepend(said);
  say(said.querySelector("p").textContent);
}

function record(state) {
  const fields = [...new FormData(form)].filter(([name, value]) => !["csrf_token", "_key"].includes(name) && !(value instanceof File && !value.size));
  const named = form.elements.name?.value.trim();
  const title = [form.dataset.title, named].filter(Boolean).join(" · ");
  const step = form.querySelector(".step:target, .step:has(:target)")?.id ?? "";
  return { step, key: form.dataset.key, viewer: viewer(), name: form.dataset.offline, page: form.dataset.page, action: form.getAttribute("action"), title, fields, at: Date.now(), state, reason: "" };
}

async function save() {
  clearTimeout(timer);
  if (!form?.isConnected || !form.dataset.touched || form.dataset.sending) return;
  await put(record("draft"));
  count();
}

function touched({ target }) {
  if (!form?.dataset.key || target.form !== form) return;
  form.dataset.touched = "yes";
  clearTimeout(timer);
  timer = setTimeout(() => save().catch(without), SAVED_AFTER);
}

document.addEventListener("input", touched);
document.addEventListener("change", touched);
document.addEventListener("photos:ready", touched);
addEventListener("hashchange", () => save().catch(() => {})); // a step further
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save().catch(() => {}));

/* sending: into the outbox first */
document.addEventListener("submit", (event) => {
  if (event.target !== form || !form.dataset.key || form.dataset.passes || !form.hasAttribute("data-offline")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.sending) return;
  // without network nobody says what is missing: what must be filled is asked for here
  if (!navigator.onLine && !form.reportValidity()) return;
  form.dataset.sending = "yes";
  part(event.submitter).catch(() => pass(event.submitter));
}, true);

async function part(button) {
  clearTimeout(timer);
  button?.toggleAttribute("data-busy", true);
  const sent = record("waiting");
  await put(sent);
  const { stored, refused, waits } = navigator.onLine ? await deliver(sent) : { waits: "network" };
  button?.toggleAttribute("data-busy", false);
  if (stored) {
    await remove(sent.key);
    return location.assign(stored);
  }
  if (refused || waits === "door") {
    // the page shows what is wrong, or leads to the door and back, as it does for every form; of nothing nothing is kept
    await (form.dataset.touched || form.dataset.found ? put({ ...sent, state: "draft" }) : remove(sent.key));
    return pass(button);
  }
  await count();
  await parked();
  setTimeout(send, 5000);
}

function pass(button) {
  delete form.dataset.sending;
  form.dataset.passes = "yes";
  form.requestSubmit(button ?? undefined);
  delete form.dataset.passes;
}

async function parked() {
  const said = document.getElementById("offline-words").content.querySelector("[data-parked]").cloneNode(true);
  said.querySelector("[data-another]").href = form.dataset.page;
  said.dataset.key = form.dataset.key;
  form.replaceWith(said);
  form = null;
  await tell();
  said.focus();
  say(said.querySelector("h2:not([hidden])").textContent);
}

/* how it is with what was put aside: no network, on its way, sent, or come back */
async function tell() {
  const said = document.querySelector("[data-parked]");
  if (!said) return;
  const kept = await get(said.dataset.key);
  const state = !kept ? "sent" : kept.state !== "waiting" ? "back" : navigator.onLine ? "going" : "cut";
  for (const part of said.querySelectorAll("[data-at]")) part.hidden = !part.dataset.at.split(" ").includes(state);
}

/* what htmx sent by itself after a refusal and the server took: it waits no longer */
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const from = ctx.sourceElement;
  if (from?.matches?.("form[data-key]") && ctx.request.method === "POST" && ctx.response.status < 400) remove(from.dataset.key).then(count);
});

for (const change of ["online", "offline"]) addEventListener(change, tell);
document.addEventListener("outbox:sent", tell);
attach();
document.addEventListener("htmx:after:settle", attach);
