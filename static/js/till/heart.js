// The till's heart: what waits is sent, what is new is fetched, what was put aside without network is the store's again. It beats in the one
// page of the tablet that sells; `till:catalogue` and `till:people` say that something is new, `till:news` (outbox.js) what the server said.
import { refresh as newCatalogue } from "./catalogue.js";
import { send } from "./outbox.js";

const BEAT = 60_000;
const LOOK = 300_000; // milliseconds between two looks for a newer catalogue, which the sync tells of, too
const PEOPLE = 3_600_000;
const due = { catalogue: 0, people: 0, told: 0 };
let timer = 0;

export function begin() {
  addEventListener("online", beat);
  document.addEventListener("till:news", newer);
  return beat();
}

/* another page of this tablet sells now */
export function end() {
  clearTimeout(timer);
  removeEventListener("online", beat);
  document.removeEventListener("till:news", newer);
}

export async function beat() {
  clearTimeout(timer);
  timer = setTimeout(beat, BEAT);
  await send();
  await look("catalogue", LOOK, newCatalogue);
  await look("people", PEOPLE, () => import("./people.js").then(({ refresh }) => refresh(), () => null));
  await import("./holds.js").then(({ shareAll }) => shareAll(), () => {});
}

async function look(name, every, refresh) {
  if (Date.now() < due[name]) return;
  const found = await refresh();
  if (found !== null) due[name] = Date.now() + every;
  if (found) document.dispatchEvent(new CustomEvent(`till:${name}`));
}

/* an answer of the sync told of a newer catalogue */
function newer({ detail: { snapshot } }) {
  if (!snapshot || snapshot <= due.told) return undefined;
  Object.assign(due, { told: snapshot, catalogue: 0 });
  return look("catalogue", LOOK, newCatalogue);
}
