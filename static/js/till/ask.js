// One question of the till to the server, JSON both ways: with the tablet's name and secret, and with a token that is asked for anew where
// the page is older than the session of whoever is signed in now. Whoever asks gets an answer in any case, and never an error.
import { keep, kept } from "./store.js";

const PATIENCE = 15_000; // milliseconds
const APART = 30_000; // a difference of clocks below it is the way's
let csrf = "";
let ahead = null;

/* { ok, status, answer, tag }: status 0 is no network, or – `late` – one that takes too long; `tag` names what was kept of an earlier answer */
export async function ask(path, body, { patience = PATIENCE, tag = "" } = {}) {
  const { name = "", token = "" } = (await kept("device")) ?? {};
  const headers = { Accept: "application/json", ...(name && { "X-Device": name }), ...(token && { "X-Device-Token": token }), ...(tag && { "If-None-Match": tag }) };
  const first = await once(path, body, headers, patience);
  return first.status === 400 && body !== undefined && (await newToken()) ? once(path, body, headers, patience) : first;
}

async function once(path, body, headers, patience) {
  const asked = { headers, cache: "no-store", signal: AbortSignal.timeout(patience) };
  if (body !== undefined) {
    const token = csrf || document.querySelector('meta[name="csrf-token"]')?.content;
    Object.assign(asked, { method: "POST", body: JSON.stringify(body), headers: { ...headers, "Content-Type": "application/json", "X-CSRFToken": token ?? "" } });
  }
  try {
    const said = await fetch(path, asked);
    if (said.redirected) return { ok: false, status: 401, answer: {} };
    await compare(said.headers.get("Date"));
    return { ok: said.ok, status: said.status, answer: await said.json().catch(() => ({})), tag: said.headers.get("ETag") ?? "" };
  } catch (error) {
    return { ok: false, status: 0, answer: {}, late: error?.name === "TimeoutError" };
  }
}

/* of whoever is signed in now: the tablet is the store's, not a person's */
async function newToken() {
  try {
    const text = await (await fetch("/waiting", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    csrf = page.body.dataset.viewer ? page.querySelector('meta[name="csrf-token"]').content : "";
  } catch {
    csrf = "";
  }
  return csrf;
}

/* how far this tablet's clock is ahead of the server's; kept, so that a day without network has its date from the last one with it */
async function compare(date) {
  const server = Date.parse(date ?? "");
  if (Number.isNaN(server)) return;
  import("./heard.js").then(({ heard }) => heard(server)).catch(() => {}); // its next answer will do
  const found = Date.now() - server;
  if (Math.abs(found - (await clockAhead())) < APART) return;
  ahead = found;
  await keep("ahead", found).catch(() => {}); // a full disk is no reason to lose an answer
}

export async function clockAhead() {
  ahead ??= (await kept("ahead")) ?? 0;
  return ahead;
}
