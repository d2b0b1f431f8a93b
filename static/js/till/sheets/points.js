// Points as money: kept at the server for this sale while it is paid, so that no other till spends them, and given back when it is not paid
// after all. Without network nobody knows how many are left.
import { ask } from "../ask.js";
import { money, seldom, word } from "../dom.js";
import { pointsFor } from "../rules_later.js";
import { busy, trouble } from "../sheet.js";

let asked = Promise.resolve();

/* Draws the offer in the sheet's places and lets it be taken: `changed(spent)` hears { points, fen }, or null. What is spent
   already – the sheet was left for another – is `spent`. */
export function offer(till, sheet, { spent, changed }) {
  const { member, key } = till.sale;
  const due = till.worked.total;
  let { points: has = 0 } = member ?? {};
  sheet.spends.addEventListener("click", () => busy(sheet.spends, () => (spent ? giveBack() : spend())));
  seldom().then(draw, () => {}); // whose words they are
  return { giveBack };

  function draw() {
    const { points, fen } = spent ?? pointsFor({ points: has, worth_fen: till.facts.points?.worth_fen ?? 0, due });
    sheet.points.hidden = !points;
    if (!points) return;
    const facts = { n: points, sum: money(fen) };
    sheet.spends.setAttribute("aria-pressed", String(Boolean(spent)));
    sheet.spends.disabled = !spent && !till.state.online;
    sheet.spends.textContent = word(spent ? "points.spent" : "points.spend", facts);
    sheet.pointsSaid.textContent = word(spent ? "points.kept" : till.state.online ? "points.ask" : "why.points", facts);
  }

  function keep(points) {
    const said = { device: till.device.name, clerk: till.clerk.id, turn: till.clerk.turn, key, member: member.id, points };
    return (asked = asked.then(() => ask("/till/reservations", said))); // what is said first is heard first
  }

  async function spend() {
    const { points, fen } = pointsFor({ points: has, worth_fen: till.facts.points.worth_fen, due });
    const { ok, status, answer } = await keep(points);
    if (ok && !sheet.points.isConnected) return keep(0); // he was left meanwhile
    if (ok) return tell({ points, fen });
    if (answer.error === "points") has = (await keep(0)).answer.balance ?? 0; // somebody spent some meanwhile: what is left is offered
    draw();
    return trouble(sheet, answer.message || word(status ? "failed" : "why.points"));
  }

  function giveBack() {
    if (!spent) return;
    keep(0); // where nobody hears it, they are his again after a quarter of an hour
    tell(null);
  }

  function tell(now) {
    spent = now;
    draw();
    changed(spent);
  }
}
