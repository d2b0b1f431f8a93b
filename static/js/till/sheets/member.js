// Who buys: found by the last four digits of his number, or by his name; among several one is chosen, never by itself. What the tablet keeps
// finds members of this store without network; the chain's are looked up at the server.
import { ask } from "../ask.js";
import { cut, element, word } from "../dom.js";
import * as people from "../people.js";
import { join } from "../sale.js";
import { facts } from "../screen.js";
import { busy, close, show, trouble, typist } from "../sheet.js";

/* `then(member)` where somebody other than the sale asks for a member */
export function open(till, { then = null, back = null } = {}) {
  let hits = [];
  const pad = typist((text) => { sheet.q.value = text; look(); }, { point: false });
  const sheet = show("sheet-member", { press: (key) => pad.press(key), enter: () => busy(sheet.go, search), closed: back ?? (() => till.draw()) });
  sheet.q.addEventListener("input", look);
  sheet.hits.addEventListener("click", ({ target }) => {
    const place = target.closest("button")?.dataset.hit;
    if (place !== undefined) pick(hits[place]);
  });
  sheet.join.hidden = Boolean(then) || !till.knows;
  sheet.join.addEventListener("click", () => till.open("join", { phone: people.PHONE.test(sheet.q.value.trim()) ? sheet.q.value.trim() : "" }));
  look();

  async function look() {
    const text = sheet.q.value.trim();
    const asked = text;
    const found = text.length > 3 || (text && !/^\d+$/.test(text)) ? await people.find(people.PHONE.test(text) ? text.slice(-4) : text) : [];
    if (sheet.q.value.trim() === asked) draw(found);
  }

  async function search() {
    const text = sheet.q.value.trim();
    if (!text) return;
    const { ok, status, answer } = await ask("/till/members/search", { q: text });
    if (ok) draw(answer.hits, answer.message || (answer.hits.length ? "" : word("member.none")));
    else trouble(sheet, answer?.message ?? word(status ? "failed" : "why.member"));
  }

  function draw(found, message = "") {
    hits = then ? found.filter(({ id }) => id) : found; // who is not with the server yet cannot be named to it
    const isWhole = !/^\d{0,3}$/.test(sheet.q.value.trim()); // fewer digits look for nobody yet
    trouble(sheet, message || (hits.length || !isWhole ? "" : word("member.none")));
    sheet.which.hidden = hits.length < 2;
    sheet.hits.replaceChildren(...hits.map((member, place) => {
      const { part, ...places } = cut("till-hit");
      places.pick.dataset.hit = place;
      places.name.textContent = `${member.surname ?? ""}*`;
      places.four.textContent = word("four", { four: member.last_four });
      places.facts.textContent = facts(member);
      return part;
    }));
    if (!hits.length) sheet.hits.append(element("li", word("member.how"), "soft"));
  }

  function pick(member) {
    close();
    if (then) then(member);
    else till.change(join(till.sale, member));
  }
}
