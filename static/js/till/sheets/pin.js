// Whoever steps up to the till says who he is by his PIN: to sell from now on, or to allow one deed that is above somebody's right.
import { cut, word } from "../dom.js";
import { busy, close, show, trouble } from "../sheet.js";
import * as turns from "../turns.js";

const LENGTH = 6;

/* without a deed the clerk changes; with one `then({ approval, approver })` goes on, and `back()` where it was left; `what` it is about */
export function open(till, { deed = "", key = "", amount = 0, what = "", then = null, back = null } = {}) {
  const may = ({ id, role, has_pin: has }) => has !== false && (deed ? role === "owner" : id !== till.clerk.id);
  const staff = (till.facts.staff ?? []).filter(may);
  let user = staff.length === 1 ? staff[0] : null;
  let pin = "";
  const sheet = show("sheet-pin", { press, enter: () => busy(sheet.go, go), closed: back ?? (() => till.draw()) });
  sheet.title.textContent = word(deed ? "pin.allow" : "pin.switch");
  sheet.what.textContent = what || deed ? what || word(`deed.${deed}`) : word("pin.now", { name: till.clerk.name });
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
    sheet.go.disabled = !user || pin.length !== LENGTH;
    sheet.go.textContent = user ? word(deed ? "pin.go.allow" : "pin.go.switch", { name: user.name }) : word("pin.choose");
  }

  async function go() {
    if (sheet.go.disabled) return;
    const typed = pin;
    pin = "";
    const found = deed ? await turns.approve({ user: user.id, pin: typed, deed, key, amount }) : await turns.switchTo(user.id, typed);
    draw();
    if (!found.ok) return trouble(sheet, (!found.left && found.message) || word({ pin: "pin.wrong", offline: deed ? "why.pin" : "why.turn" }[found.error] ?? "failed", { n: found.left }));
    close();
    if (!deed) till.clerk = { ...found.user, turn: found.turn };
    if (then) return then(found);
    till.draw();
    return till.note(word("pin.sells", { name: till.clerk.name }), "");
  }
}
