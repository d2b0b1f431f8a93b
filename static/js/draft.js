// Keeps what is typed in form[data-draft] on this device until it is sent: through a dead battery, a lost session, a closed tab.
// Forms marked data-private are never kept, nor are passwords and files. Forms marked data-offline are offline.js's.
import { say, word } from "./say.js";

const PREFIX = "draft:";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const ignored = (control) => !control.name || control.type === "password" || control.type === "file" || control.type === "hidden" || control.type === "submit" || control.type === "button";
const key = (form) => PREFIX + (document.body.dataset.viewer ?? "") + ":" + form.dataset.draft;
const drafts = (root) => root.querySelectorAll("form[data-draft]:not([data-private], [data-offline])");

function read(form) {
  const values = {};
  for (const control of form.elements) {
    if (ignored(control)) continue;
    const list = (values[control.name] ??= []);
    if (control.type === "checkbox" || control.type === "radio") { if (control.checked) list.push(control.value); }
    else if (control.multiple) list.push(...[...control.selectedOptions].map((option) => option.value));
    else list.push(control.value);
  }
  return values;
}

function write(form, values) {
  const next = {};
  let changed = false;
  for (const control of form.elements) {
    if (ignored(control) || !(control.name in values)) continue;
    const list = values[control.name];
    if (control.type === "checkbox" || control.type === "radio") {
      const on = list.includes(control.value);
      changed ||= control.checked !== on;
      control.checked = on;
    } else if (control.multiple) {
      for (const option of control.options) option.selected = list.includes(option.value);
    } else {
      const value = list[(next[control.name] = (next[control.name] ?? -1) + 1)] ?? "";
      changed ||= control.value !== value;
      control.value = value;
    }
  }
  return changed;
}

function keep(form) {
  try { localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), values: read(form) })); } catch { /* a full device keeps nothing, the form still works */ }
}

const drop = (name) => { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } };

function restore(root) {
  for (const form of drafts(root)) {
    if (form.dataset.restored || form.querySelector(".errors")) continue;
    form.dataset.restored = "yes";
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key(form))); } catch { drop(key(form)); }
    if (!kept) continue;
    if (Date.now() - kept.at > KEPT_FOR) { drop(key(form)); continue; }
    if (write(form, kept.values)) {
      form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
      const note = document.createElement("p");
      note.className = "kept";
      note.textContent = word("kept");
      form.prepend(note);
      say(note.textContent);
    }
  }
}

let waiting = 0;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("form[data-draft]:not([data-private], [data-offline])")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => keep(form), 300);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const form of drafts(document)) if (form.dataset.touched) keep(form);
});
document.addEventListener("input", (event) => { if (event.target.form) event.target.form.dataset.touched = "yes"; });

/* sent and taken: with htmx when the answer is good; a plain form when the next page opens without it */
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement;
  if (form.matches?.("form[data-draft]:not([data-offline])") && ctx.response.status < 400) { clearTimeout(waiting); drop(key(form)); delete form.dataset.touched; }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-draft]:not([data-offline])") || form.hasAttribute("hx-post")) return;
  clearTimeout(waiting);
  keep(form);
  try { sessionStorage.setItem("draft-sent", key(form)); } catch { /* kept a little longer then */ }
});

try {
  const sent = sessionStorage.getItem("draft-sent");
  sessionStorage.removeItem("draft-sent");
  const still = [...drafts(document)].some((form) => key(form) === sent);
  // a page that asks to sign in has not taken anything
  if (sent && !still && !document.body.classList.contains("door")) drop(sent);
} catch { /* no storage, no drafts */ }

restore(document);
document.addEventListener("htmx:after:settle", () => restore(document));
