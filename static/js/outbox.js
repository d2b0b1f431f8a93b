// Sends what waits, each form to its own address under its own key: the server takes a key once, so that a form whose answer
// was lost may be sent again. Only what the server refuses comes back, with its reason.
import { mine, put, remove, viewer } from "./device.js";
import { toast, word } from "./say.js";
import { count } from "./waits.js";

const AGAIN = 30_000;
const PATIENCE = 90_000; // photos on a weak network take their time
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/* returns { stored: address }, { refused: reason, step: where it is put right }, or { waits: why } where nobody knows */
export async function deliver(form) {
  let csrf = token();
  for (let turn = 0; ; turn += 1) {
    const body = new FormData();
    for (const [name, value] of form.fields) body.append(name, value);
    body.set("csrf_token", csrf);
    body.set("_key", form.key);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "X-Outbox": "1" }, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return { waits: "network" };
    }
    if (answer.status === 204) return { stored: answer.headers.get("X-Location") };
    if (answer.status === 401 || answer.redirected) return { waits: "door" };
    if (answer.status === 429 || answer.status >= 500) return { waits: "server" };
    if (answer.status === 400 && turn === 0) {
      // the page is older than the session: its token is asked for again, and only the same person's is taken
      csrf = await newToken();
      if (!csrf) return { waits: "door" };
      continue;
    }
    return refusal(await answer.text());
  }
}

async function newToken() {
  try {
    const page = parsed(await (await fetch("/waiting", { cache: "no-store" })).text());
    return page.body.dataset.viewer === viewer() ? page.querySelector('meta[name="csrf-token"]').content : "";
  } catch {
    return "";
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function refusal(text) {
  const page = parsed(text);
  const step = page.querySelector('.step:has([aria-invalid="true"])')?.id;
  const said = [...page.querySelectorAll(".errors li")].map((line) => line.textContent.replace(/\s+/g, " ").trim());
  return { refused: said.join(" ") || page.querySelector("h1")?.textContent.trim() || word("refused"), step };
}

/* all that waits, the oldest first; one page at a time does it */
let timer = 0;
export async function send() {
  clearTimeout(timer);
  const done = await alone(sendAll);
  const { waiting } = await count();
  if (waiting) timer = setTimeout(send, AGAIN);
  if (done) document.dispatchEvent(new CustomEvent("outbox:sent"));
}

const alone = (act) => (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, (lock) => (lock ? act() : 0)) : act());

async function sendAll() {
  let done = 0;
  for (const form of await mine()) {
    if (form.state !== "waiting") continue;
    const { stored, refused, step, waits } = await deliver(form);
    if (waits) break;
    done += 1;
    if (stored) {
      await remove(form.key);
      toast(said("sent", form));
    } else {
      await put({ ...form, state: "refused", reason: refused, step: step ?? form.step });
      toast(said("came", form), "bad");
    }
  }
  return done;
}

const said = (name, form) => (document.querySelector("[data-waits]")?.dataset[name] ?? "").replace("%", form.title);

addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
