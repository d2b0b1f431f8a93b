// On every page: says what waits on this device, has it sent, tells the worker which pages to keep for whom, and fetches the modules
// that only some pages need.
import { mine, run, viewer } from "./device.js";

// written out one by one: the worker reads from here what a kept page may need
const NEEDED = [
  ["[data-files], [data-photos]", () => import("./photo.js")],
  ["form[data-draft]", () => import("./draft.js")],
  ["form[data-offline]", () => import("./offline.js")],
  ["[data-tray]", () => import("./tray.js")],
  ["body[data-soon]", () => import("./soon.js")],
];

export async function count() {
  const found = { draft: 0, waiting: 0, refused: 0 };
  try {
    // the draft being written on this page is in plain view
    const here = document.querySelector("form[data-offline][data-key]")?.dataset.key;
    for (const form of await mine()) if (form.state !== "draft" || form.key !== here) found[form.state] += 1;
  } catch { /* a device that keeps nothing has nothing waiting */ }
  const strip = document.querySelector("[data-waits]");
  if (!strip) return found;
  const parts = ["refused", "waiting", "draft"].filter((state) => found[state]).map((state) => strip.dataset[state].replace("0", found[state]));
  if (!navigator.onLine) parts.unshift(strip.dataset.cut);
  strip.querySelector("span").textContent = parts.join(strip.dataset.between);
  strip.classList.toggle("bad", found.refused > 0);
  strip.classList.toggle("late", !found.refused && found.waiting > 0);
  strip.hidden = !parts.length;
  return found;
}

/* pages kept for this person only, and none for somebody who signed out; nor the members of his store (till/people.js, till/forget.js), nor who
   had taken his till over (till/turns.js) */
async function tell() {
  const { keeps = "", signedOut } = document.body.dataset;
  if (signedOut !== undefined && !viewer()) {
    run(["members", "till"], "readwrite", (members, till) => [members.clear(), till.delete("turn")]).catch(() => {});
    import("./till/forget.js").then(({ forgetBuyers }) => forgetBuyers()).catch(() => {});
  }
  const workers = navigator.serviceWorker; // there behind TLS and on this machine only
  if (!workers || (viewer() ? !keeps : signedOut === undefined)) return;
  if (viewer()) workers.register("/worker.js").catch(() => {});
  else if (!(await workers.getRegistration())) return;
  const links = [...document.querySelectorAll("[data-keep]")].map((one) => one.dataset.keep || one.getAttribute("href")).join(" ");
  const build = new URL(import.meta.url).pathname.split("/")[2];
  (await workers.ready).active.postMessage({ viewer: viewer(), keep: [...new Set(`${keeps} ${links}`.split(" ").filter(Boolean))], build });
}

function fetchNeeded() {
  for (const [where, load] of NEEDED) if (document.querySelector(where)) load();
}

async function begin() {
  fetchNeeded();
  if ((await count()).waiting) import("./outbox.js").then(({ send }) => send());
}

try {
  if (sessionStorage.getItem("draft-sent")) import("./draft.js"); // it drops what the page before has sent
} catch { /* no storage, no drafts */ }
begin();
document.addEventListener("htmx:after:settle", () => {
  begin();
  if (document.querySelector("[data-keep]")) tell();
});
for (const change of ["online", "offline"]) addEventListener(change, begin);
const atRest = () => (window.requestIdleCallback ?? setTimeout)(tell);
if (document.readyState === "complete") atRest();
else addEventListener("load", atRest);
