// The till's form leaves one deed at a time, in the order of the hand. htmx reads a form before it lets a request wait,
// so a queue of its own would send an old cart: deeds wait here instead and are sent with the cart of the answer before.
import { toast } from "./say.js";

const WAITS = ["find", "add", "more", "less", "count", "checkout"]; // sent again by themselves where the network fails
const PATIENT = [...WAITS, "pay"]; // the others, pressed meanwhile, are dropped as everywhere
const AGAIN = 2000;
const BURST = 50; // a scanner's keys are less than this many milliseconds apart
const SHORTEST = 8;

const waiting = [];
let current = null;
let held = new Map();

const KEPT = "till.scanned";
export const till = () => document.querySelector("form#till");
const after = () => document.querySelector("[data-next-sale]");
const box = () => document.querySelector("#till #q");

/* what a person presses or types and sends */
document.addEventListener("submit", (event) => {
  if (event.target !== till() || !window.htmx || current?.leaves) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const found = (event.submitter ?? till().querySelector("[name=do]")).value;
  const deed = { does: found, q: "", total: event.submitter?.dataset.total };
  if (found === "find") {
    deed.q = box().value.trim();
    box().value = "";
  }
  enqueue(deed);
}, true);

export function enqueue(deed) {
  if (current && !current.answered && !PATIENT.includes(verb(deed))) return;
  if (pays(deed) && [current, ...waiting].some((other) => other && pays(other))) return; // money is taken once
  waiting.push(deed);
  show();
  setTimeout(next); // a form that is being submitted takes no second submit
}

const verb = (deed) => deed.does.split(":")[0];
const pays = (deed) => verb(deed) === "pay";

function next() {
  const form = till();
  if (!form) waiting.length = 0;
  if (current || !form || !waiting.length) return;
  if (pays(waiting[0]) && form.querySelector("#pay [value=pay]")?.dataset.total !== waiting[0].total) {
    waiting.length = 0; // another sum than the one that was pressed is never taken
    show();
    return toast(form.dataset.changed, "bad");
  }
  current = waiting.shift();
  held = new Map(fields(form).map((field) => [field.id, field.value]));
  const button = [...form.querySelectorAll("button[name=do]")].find((one) => one.value === current.does);
  current.leaves = true;
  form.requestSubmit(button && !button.classList.contains("vh") ? button : undefined);
  current.leaves = false;
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!current || current.ctx || ctx.sourceElement !== till()) return;
  current.ctx = ctx;
  ctx.request.body.set("do", current.does);
  ctx.request.body.set("q", current.q);
});

/* the answer is here and waits at most for a finger: what is pressed now is the next deed */
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (current && ctx === current.ctx) current.answered = true;
});

/* what was typed while the answer was on its way outlives the answer */
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (!current || ctx !== current.ctx || ctx.swap === "none") return;
  const form = till();
  const at = document.activeElement;
  current.typed = fields(form).filter((field) => field.value !== held.get(field.id));
  current.focus = current.typed.includes(at) ? at : null;
  current.selection = current.focus && [at.selectionStart, at.selectionEnd];
  current.scrolled = form.querySelector(".shelf-body")?.scrollTop ?? 0;
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!current || ctx !== current.ctx || ctx.swap === "none") return;
  current.done = true;
  const form = till();
  if (!form) return;
  for (const old of current.typed ?? []) {
    const field = old.id && document.getElementById(old.id);
    if (!field) continue;
    field.value = old.value;
    if (old !== current.focus) continue;
    field.focus({ preventScroll: true });
    if (current.selection[0] !== null) field.setSelectionRange(...current.selection);
  }
  if (document.activeElement === box() && current.focus === null) box().select();
  const shelf = form.querySelector(".shelf-body");
  if (shelf && !["find", "category"].includes(verb(current))) shelf.scrollTop = current.scrolled;
  const cart = form.querySelector(".cart");
  if (cart.scrollHeight > cart.clientHeight) cart.querySelector(".on")?.scrollIntoView({ block: "nearest" });
  show();
});

/* an answer, or none: what could not be sent stays first in line and is tried again */
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!current || ctx !== current.ctx) return;
  const deed = current;
  const status = ctx.response?.status ?? 0;
  current = null;
  const lost = !deed.done && !ctx.hx?.redirect && (status === 0 || status >= 500);
  if (lost && WAITS.includes(verb(deed))) waiting.unshift({ does: deed.does, q: deed.q });
  show();
  setTimeout(next, lost ? AGAIN : 0);
});

function fields(form) {
  return [...form.querySelectorAll("input:not([type=hidden], [type=radio]), #at")];
}

/* how many deeds wait, where a slow network makes it more than a blink */
function show() {
  const place = document.querySelector("#till [data-waiting]");
  if (!place) return;
  place.hidden = !waiting.length;
  place.textContent = place.dataset.waiting.replace("0", String(waiting.length));
}

addEventListener("online", next);

/* a scanner types a barcode and Enter faster than any hand, wherever the focus is; slow typing stays where it is typed */
let burst = "";
let last = 0;
let before = null;
document.addEventListener("keydown", (event) => {
  if (!(till() || after()) || event.ctrlKey || event.metaKey || event.altKey) return;
  const quick = event.timeStamp - last < BURST;
  last = event.timeStamp;
  if (/^\d$/.test(event.key)) {
    if (!quick || !burst) {
      burst = "";
      before = { field: event.target, value: event.target.value };
    }
    burst += event.key;
    return;
  }
  const scanned = event.key === "Enter" && quick && burst.length >= SHORTEST ? burst : "";
  burst = "";
  // digits alone in the scan's own field are sent as they stand, however they came
  if (till() && event.target === box() && /^\d+$/.test(box().value)) return;
  if (!scanned || !window.htmx) return;
  event.preventDefault();
  event.stopPropagation();
  const { field, value } = before;
  const there = field.isConnected ? field : document.getElementById(field.id);
  if (there?.matches?.("input")) there.value = value;
  if (till()) return enqueue({ does: "find", q: scanned });
  sessionStorage.setItem(KEPT, [sessionStorage.getItem(KEPT), scanned].filter(Boolean).join(" "));
  location.assign(after().href);
}, true);

/* a scan after the money is in opens the next sale and is its first line */
if (till()) {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  for (const q of kept?.split(" ") ?? []) enqueue({ does: "find", q });
}

