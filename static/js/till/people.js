// The least that finds a member without network: of the store's own, their last four digits, surname, level, points and what they owe –
// never a number. It is of whoever is signed in, in the store he is in: signing out wipes it, and so does anybody else who signs in. A new
// member's own number lies in the outbox alone (outbox.js).
import { run } from "../device.js";
import { ask } from "./ask.js";
import { forgetBuyers } from "./forget.js";
import { row, rows, written } from "./outbox.js";
import { newKey, these } from "./store.js";

const HEAD = 0; // the row that says whose they are, and which answer they came with; ids begin at one
let known = null; // of this page

const viewer = () => [document.body.dataset.viewer ?? "", document.body.dataset.store ?? ""].join(" ").trim();

/* asks for a newer list: whether there is one, null without network */
export async function refresh() {
  const head = await mine();
  const { ok, status, answer, tag } = await ask("/till/members", undefined, { tag: head?.tag ?? "" });
  if (!ok || !Array.isArray(answer.members)) return status === 304 ? false : null;
  const asker = viewer();
  await run("members", "readwrite", (members) => {
    members.clear();
    for (const member of answer.members) members.put(member);
    members.put({ id: HEAD, viewer: asker, tag });
  });
  known = null;
  return true;
}

/* what is kept for another person, or of another store, is wiped before anybody sees it; what was wiped elsewhere is not remembered here */
async function mine() {
  const head = await run("members", "readonly", (members) => members.get(HEAD));
  if (!head) known = null;
  if (!head || head.viewer === viewer()) return head;
  await wipe();
  return null;
}

export async function wipe() {
  known = null;
  await run("members", "readwrite", (members) => members.clear());
  await forgetBuyers().catch(() => {}); // a disk without room
}

async function all() {
  await mine();
  known ??= (await run("members", "readonly", (members) => members.getAll())).filter(({ id }) => id !== HEAD);
  return known;
}

/* by the last four digits, or by the beginning of a surname; those who joined here and are not with the server yet have a key, and no id */
export async function find(text) {
  const wanted = text.trim();
  if (!wanted) return [];
  const digits = /^\d{4,}$/.test(wanted) && wanted.slice(-4);
  const means = digits ? (member) => member.last_four === digits : (member) => wanted.startsWith(member.surname) || member.surname.startsWith(wanted);
  const found = [...(await all()), ...(await joined())].filter((member) => member.surname && means(member));
  const owed = await owedHere();
  return found.map((member) => owes(member, owed)).sort((a, b) => (a.surname < b.surname ? -1 : Number(a.surname > b.surname)));
}

export async function byId(id) {
  const found = (await all()).find((member) => member.id === id);
  return found ? owes(found, await owedHere()) : null;
}

/* the member of a sale that was forgotten (forget.js), if he is here: by his id, or by his key until he has one */
export async function again({ id, key }) {
  return (id ? await byId(id) : (await joined()).find((one) => one.key === key)) ?? null;
}

/* What members put on account at this tablet and the server has not heard of counts, too: without network a limit would be there for each sale. */
async function owedHere() {
  const sums = new Map();
  for (const { body } of await rows()) {
    for (const { way, amount } of body.payments ?? []) if (way === "account") sums.set(body.member, (sums.get(body.member) ?? 0) + amount);
  }
  return sums;
}

const owes = (member, sums) => ({ ...member, owed: member.owed + (sums.get(member.id) ?? 0) });

async function joined() {
  const here = document.body.dataset.store;
  const waiting = (await rows()).filter(({ kind, state, store }) => kind === "member" && state === "waiting" && (!here || store === here));
  return waiting.map(({ key, body }) => ({ id: null, key, last_four: body.phone.slice(-4), surname: surname(body.name), level: null, birthday: body.birthday ?? null, joined_on: body.consented_at.slice(0, 10), points: 0, owed: 0, limit: 0 }));
}

const surname = (name) => [...(name ?? "").trim()][0] ?? "";

/* a mobile number, and nothing else */
export const PHONE = /^1[3-9]\d{9}$/;

/* { phone, name, consent_version, birthday?, referrer? } → { key }, by which an order names him until he has an id: his number lies in the
   outbox, and nowhere else on the tablet, until the server has it */
export async function join({ key = newKey(), ...member }) {
  const body = { ...member, key, consented_at: new Date().toISOString() };
  await written((at) => run(["till", "outbox"], "readwrite", (till, outbox) => {
    these(till, ["device", "snapshot"], (found) => outbox.add(row({ key, kind: "member", number: null, at, shown: {}, body }, found)));
  }));
  return { key };
}

document.addEventListener("till:members", refresh); // the server has taken new ones
