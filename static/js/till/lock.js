// A turn has an end: by hand, with the shift, or when nobody touched the till for ten minutes. Then nobody sells until somebody says who he
// is; what is being sold stays as it is. Where whoever sells has no PIN to come back by, the till stays open.
import * as sheet from "./sheet.js";
import { end } from "./turns.js";

const IDLE = 600_000; // milliseconds
const OFTEN = 10_000;
const TOUCHED = "till.touched"; // kept over a page's end and a tablet's sleep
const place = document.getElementById("till");

export const locks = (till) => Boolean(till.clerk.id && till.facts.staff?.find(({ id }) => id === till.clerk.id)?.has_pin);

/* whether it is locked; `said` goes to the sheet on which the next one says who he is */
export async function lock(till, ...said) {
  if (!locks(till)) return false;
  sheet.leave();
  till.clerk = { id: null, name: "", role: "", turn: null };
  till.draw();
  await end().catch(() => {}); // a full disk keeps it open for whoever opens the page anew
  return ask(till, ...said);
}

/* until it is there: without it nobody sells */
async function ask(till, ...said) {
  if (!(await till.open("pin", ...said))) setTimeout(ask, OFTEN, till, ...said);
  return true;
}

const touch = () => localStorage.setItem(TOUCHED, Date.now());
const since = () => Math.abs(Date.now() - Number(localStorage.getItem(TOUCHED))); // a clock may be put back

/* not in a window that does not sell, nor while money is being taken or counted */
const isDue = (till) => since() > IDLE && !place.hidden && !sheet.stays() && locks(till);
const look = (till) => isDue(till) && lock(till);

let watched = false;
export function watch(till) {
  if (!till.clerk.turn) touch(); // he has just signed in
  if (!watched) {
    const touched = () => look(till) || (since() > OFTEN && touch());
    // what a screen reader presses is a click alone
    for (const deed of ["pointerdown", "keydown", "click"]) addEventListener(deed, touched, { capture: true, passive: true });
    document.addEventListener("visibilitychange", () => look(till));
    setInterval(look, OFTEN, till);
  }
  watched = true;
  return till.clerk.id ? look(till) : ask(till);
}
