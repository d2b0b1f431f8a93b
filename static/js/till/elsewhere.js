// Another window of the tablet sells: what this one shows, until it takes the till over.
import { cut, seldom } from "./dom.js";

export function wait(take) {
  seldom().then(() => import("../waits.js")).catch(() => {});
  const { part, here } = cut("till-elsewhere");
  here.addEventListener("click", take);
  const place = document.getElementById("starting");
  place.replaceChildren(part);
  place.hidden = false;
}
