// This tablet becomes one of its store's: its owner, signed in on it, gives it its number. The secret that proves it is made here and kept
// before it is said, so that a lost answer enrols nothing twice; it never leaves the tablet but to the server (ADR 0033).
import { run } from "../device.js";
import { ask } from "./ask.js";
import { device, keep, kept, these } from "./store.js";

/* { enrolled, name, place, store, state, token? }: state is what the server said last, "ok", "replaced" or "withdrawn" */
export async function state() {
  const { name, token, place = "", store = "", state: said = "" } = await device();
  return { enrolled: Boolean(token) && !["replaced", "withdrawn"].includes(said), name, place, store, state: said, token };
}

/* the tablets of the store that are in use, of which a new one may take a lost one's place: [{ id, name, place, waiting, seen_at }] */
export const others = () => ask("/till/devices");

/* { ok, status, answer }. Numbers begin at one; what waits was made under the name before and goes under that. `replaces`: the id of the
   tablet whose place it takes, with a reason. */
export async function enrol(place, { replaces = null, reason = "" } = {}) {
  const secret = (await kept("secret")) ?? newSecret();
  await keep("secret", secret);
  const said = await ask("/till/devices", { place, secret, ...(replaces && { replaces, reason }) });
  if (!said.ok) return said;
  const { id, name, store } = said.answer;
  await device();
  await run("till", "readwrite", (till) => these(till, ["device", "numbers", "before"], ({ device: own, numbers, before = [] }) => {
    till.delete("secret");
    if (own.name === name) return;
    till.put([...before, { name: own.name, token: own.token, last: numbers?.last ?? 0 }], "before");
    till.put({ last: 0, stored: null }, "numbers");
    till.put({ id, name, store, place, token: secret, state: "ok" }, "device");
  }));
  document.dispatchEvent(new CustomEvent("till:outbox"));
  return said;
}

function newSecret() {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
