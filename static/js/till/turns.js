// Who has the tablet: whoever took it by his PIN. With network the server says whether it is right, and only then a verifier is kept here;
// without, he may take it again by that verifier, until five wrong ones in a row (rules_later.js: pinOffline). It is worked out with a key that no
// script can read (`locks`), so that a PIN can be guessed on this tablet alone, a second each, and not by any number of other machines. A manager's word for what a clerk
// may not do is the server's alone: it is signed there.
import { run } from "../device.js";
import { ask } from "./ask.js";
import { pinOffline } from "./rules_later.js";
import { device, kept, newKey, these, viewer } from "./store.js";

const ROUNDS = 310_000; // of the derivation: about a second on a slow tablet

export { current } from "./store.js";

/* who may take it: the store's staff as the snapshot names them */
export const staff = async () => (await kept("snapshot"))?.facts?.staff ?? [];

/* { ok: true, user, turn, offline } or { ok: false, error, left, message }. error: "pin" is wrong, `left` tries are left; "offline": only the
   server can say; else what the server said */
export async function switchTo(user, pin) {
  const key = newKey();
  const { ok, status, answer } = await ask("/till/turns", { device: (await device()).name, user, pin, key });
  if (status === 0 || status >= 500) return offline(user, pin, key);
  if (!ok) return { ok: false, error: answer.error || "door", left: answer.left, message: answer.message };
  const check = await derived(user, pin);
  await begin({ ...answer.user, turn: answer.turn }, { ...answer.user, check, wrong: 0 });
  return { ok: true, user: answer.user, turn: answer.turn, offline: false };
}

const begin = (who, verifier) => run("till", "readwrite", (till) => these(till, ["verified"], ({ verified = {} }) => {
  if (verifier) till.put({ ...verified, [verifier.id]: verifier }, "verified");
  till.put({ ...who, viewer: viewer() }, "turn");
}));

/* His turn is over: nobody sells until somebody says who he is. */
export const end = () => begun({ id: null, name: "", role: "" });

/* Where neither the server nor this tablet can say that it is he, the store sells all the same: within a clerk's right, and the server flags
   what names a turn that nobody checked. */
export const goOn = ({ id, name }) => begun({ id, name, role: "clerk" });

async function begun(who) {
  const made = { ...who, turn: newKey() };
  await begin(made);
  return made;
}

async function offline(user, pin, key) {
  const staffed = (await staff()).some(({ id }) => id === user);
  // counted as wrong before it is tried: a page that dies meanwhile has used its try
  const verifier = await counted(user, staffed);
  const check = verifier && (await derived(user, pin));
  const { trouble, left } = pinOffline({ kept: verifier, staffed, matches: Boolean(verifier) && check === verifier.check });
  if (trouble) return { ok: false, error: trouble === "online" ? "offline" : trouble, left };
  const { id, name, role } = verifier;
  await begin({ id, name, role, turn: key }, { ...verifier, wrong: 0 });
  return { ok: true, user: { id, name, role }, turn: key, offline: true };
}

async function counted(user, staffed) {
  let verifier;
  await run("till", "readwrite", (till) => these(till, ["verified"], ({ verified = {} }) => {
    verifier = verified[user] ?? null;
    const { wrong } = pinOffline({ kept: verifier, staffed, matches: false });
    if (verifier) till.put({ ...verified, [user]: { ...verifier, wrong } }, "verified");
  }));
  return verifier;
}

/* of this tablet and this person: the same PIN is another text elsewhere */
async function derived(user, pin) {
  const { token, name } = await device();
  const salt = new TextEncoder().encode(`${token ?? name}|${user}|${pin}`);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, await ownKey(), 256);
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* made once; the browser works with it and gives it out to nobody */
async function ownKey() {
  const made = await crypto.subtle.importKey("raw", crypto.getRandomValues(new Uint8Array(32)), "PBKDF2", false, ["deriveBits"]);
  return run("till", "readwrite", (till) => {
    till.add(made, "locks").onerror = (event) => { event.preventDefault(); event.stopPropagation(); };
    return till.get("locks");
  });
}

/* { ok, approval, approver } or { ok: false, error, left, message }; without network there is none: error "offline" */
export async function approve({ user, pin, deed, key, amount, of }) {
  const { ok, status, answer } = await ask("/till/approvals", { device: (await device()).name, user, pin, deed, key, amount, of });
  if (ok) return { ok, ...answer };
  return { ok: false, error: status === 0 ? "offline" : answer.error || "door", left: answer.left, message: answer.message };
}
