// Whoever steps up to the till says who he is by his PIN: to sell from now on, or to allow one deed that is above somebody's right. Where a
// turn has ended nobody passes here without.
import { cut, word } from "../dom.js";
import { lock, locks } from "../lock.js";
import { busy, close, show, trouble } from "../sheet.js";
import * as turns from "../turns.js";

const LENGTH = 6;

/* without a deed the clerk changes; with one `then({ approval, approver })` goes on, and `back()` where it was left; `of` is the order it
   undoes, `what` it is about. Where the deed ends the sale, `scanned` takes what is scanned until it is done, and the sheet stays so long */
export function open(till, { deed = "", key = "", amount = 0, of, what = "", then = null, back = null, scanned = null } = {}) {
  const isLocked = !deed && !till.clerk.id;
  const may = ({ id, role, has_pin: has }) => has !== false && (deed ? role === "owner" : id !== till.clerk.id);
  const staff = (till.facts.staff ?? []).filter(may);
  let user = staff.length === 1 ? staff[0] : null;
  let pin = "";
  let isAllowed = false;
  const sheet = show("sheet-pin", { press, scanned: (code) => isAllowed && scanned(code), enter: () => busy(sheet.go, go), closed: isLocked ? () => till.open("pin", { what, then }) : back ?? (() => till.draw()) });
  sheet.title.textContent = word(deed ? "pin.allow" : "pin.switch");
  sheet.what.textContent = what || word(deed ? `deed.${deed}` : isLocked ? "pin.locked" : "pin.now", { name: till.clerk.name });
  sheet.title.nextElementSibling.hidden = isLocked;
  sheet.locks.hidden = Boolean(deed) || !locks(till);
  sheet.locks.addEventListener("click", () => lock(till));
  sheet.out.addEventListener("click", () => document.querySelector('form[action$="/logout"]').requestSubmit());
  sheet.unsure.addEventListener("click", () => busy(sheet.unsure, async () => sells(await turns.goOn(user), word("pin.flagged", { name: user.name }))));
  sheet.nobody.hidden = staff.length > 0;
  sheet.staff.replaceChildren(...staff.map((one) => {
    const { part, ...places } = cut("till-person");
    places.input.value = one.id;
    places.input.checked = one === user;
    places.name.textContent = one.name;
    places.role.textContent = word(`role.${one.role}`);
    return part;
  }));
  sheet.staff.addEventListener("change", ({ target }) => {
    user = staff.find(({ id }) => String(id) === target.value);
    pin = "";
    sheet.unsure.hidden = true;
    draw();
  });
  draw();

  function press(one) {
    const was = pin;
    if (one === "clear" || one === "drop") pin = "";
    else if (one === "back") pin = pin.slice(0, -1);
    else if (one !== "." && pin.length < LENGTH) pin += one;
    trouble(sheet, "");
    draw();
    return () => { pin = was; draw(); };
  }

  function draw() {
    sheet.dots.textContent = "●".repeat(pin.length) + "○".repeat(LENGTH - pin.length);
    sheet.dots.setAttribute("aria-label", word("pin.typed", { n: pin.length }));
    sheet.out.hidden = !isLocked || !till.state.online; // it may lie here over a night
    sheet.go.disabled = !user || pin.length !== LENGTH;
    sheet.go.textContent = user ? word(deed ? "pin.go.allow" : "pin.go.switch", { name: user.name }) : word("pin.choose");
  }

  async function go() {
    if (sheet.go.disabled) return;
    const typed = pin;
    pin = "";
    const found = deed ? await turns.approve({ user: user.id, pin: typed, deed, key, amount, of }) : await turns.switchTo(user.id, typed);
    draw();
    // the store sells, whether or not anybody can look who it is
    sheet.unsure.hidden = !isLocked || found.error !== "offline";
    if (!found.ok) return trouble(sheet, (!found.left && found.message) || word({ pin: "pin.wrong", offline: deed ? "why.pin" : "why.turn" }[found.error] ?? "failed", { n: found.left }));
    if (!deed) return sells({ ...found.user, turn: found.turn }, word("pin.sells", { name: found.user.name }));
    isAllowed = true;
    if (!scanned) close();
    return then(found);
  }

  function sells(who, said) {
    close();
    till.clerk = who;
    till.draw();
    return then ? then() : till.note(said, "");
  }
}
