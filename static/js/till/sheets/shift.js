// The shift at this till: the cash it began with, what was moved meanwhile, what is counted at its end against what should be there, and who
// takes over: he counts for himself, and so two names stand for the cash between two shifts.
import { ask } from "../ask.js";
import { cash, cut, element, money, stamp, word } from "../dom.js";
import { typedYuan } from "../rules.js";
import { NOTES } from "../sale.js";
import { lock } from "../lock.js";
import { kept, newKey } from "../store.js";
import { busy, close, show, trouble } from "../sheet.js";
import { WAYS } from "./selling.js";

const fen = (field) => (field.value.trim() ? typedYuan({ text: field.value }) : null);
const yuan = (sum) => (sum / 100).toFixed(2);

/* typed: what was written before, where the sheet is drawn anew since cash was moved */
export async function open(till, typed) {
  const { ok, status, answer } = await ask(`/till/shift?device=${encodeURIComponent(till.device.name)}`);
  if (!ok) return till.note(answer.message || word(status ? "failed" : "why.shift"));
  return answer.shift ? running(till, answer.shift, typed) : fresh(till, answer.last ?? null);
}

/* in the name of whoever took the till by his PIN */
async function said(till, sheet, body) {
  const { ok, status, answer } = await ask("/till/shift", { device: till.device.name, clerk: till.clerk.id, turn: till.clerk.turn, ...body });
  if (!ok) trouble(sheet, answer.message || word(status ? "failed" : "why.shift"));
  return ok && answer;
}

/* so many of each note and coin, added up: `counted(fen)` */
function tally(list, counted) {
  const fields = NOTES.filter((note) => note >= 10).map((note) => {
    const name = note < 100 ? word("jiao", { n: note / 10 }) : `¥${note / 100}`;
    const { part, ...places } = cut("till-note");
    places.note.textContent = name;
    places.many.setAttribute("aria-label", word("shift.many", { note: name }));
    list.append(part);
    return { note, ...places };
  });
  list.addEventListener("input", () => {
    let all = 0;
    for (const { note, many, sum } of fields) {
      const times = /^\d{1,6}$/.test(many.value.trim()) ? Number(many.value) : 0;
      sum.textContent = times ? yuan(note * times) : "";
      all += note * times;
    }
    counted(all);
  });
}

function fresh(till, last) {
  const sheet = show("sheet-shift-new", { enter: () => busy(sheet.go, begin), closed: () => till.draw(), stays: () => true });
  sheet.who.textContent = till.clerk.name;
  const left = last?.left ?? null;
  if (left !== null) sheet.float.value = yuan(left);
  tally(sheet.tally, (all) => { sheet.float.value = yuan(all); draw(); });
  sheet.float.addEventListener("input", draw);
  draw();
  const key = newKey();

  function draw() {
    sheet.differs.hidden = left === null || fen(sheet.float) === left;
  }

  async function begin() {
    const float = fen(sheet.float);
    if (float === null) return trouble(sheet, word("shift.float"));
    if (await said(till, sheet, { do: "open", key, float, reason: sheet.reason.value.trim() })) {
      close();
      till.note(word("shift.begun", { sum: money(float) }), "");
    }
  }
}

function running(till, shift, typed = {}) {
  const sheet = show("sheet-shift", { enter: () => busy(sheet.go, end), closed: () => till.draw(), stays: () => true });
  const rows = new Map();
  sheet.since.textContent = word("shift.since", { at: stamp(shift.opened_at), name: shift.opener?.name ?? shift.opener ?? "" });
  sheet.float.replaceChildren(cash(shift.float));
  sheet.counts.replaceChildren(...WAYS.filter((way) => way in shift.expected).map((way) => [way, shift.expected[way]]).map(([way, sum]) => {
    const row = cut("till-count");
    row.way.textContent = word(`way.${way}`);
    row.expected.textContent = money(sum);
    row.counted.setAttribute("aria-label", word("shift.counted", { way: word(`way.${way}`) }));
    row.why.setAttribute("aria-label", word("shift.why", { way: word(`way.${way}`) }));
    if (way !== "cash") row.counted.value = yuan(sum);
    rows.set(way, { ...row, sum });
    return row.part;
  }));
  sheet.done.replaceChildren(...shift.moves.map(({ kind, amount, reason }) => {
    const row = element("li");
    const sign = kind === "in" ? 1 : -1;
    row.append(element("span", [sheet.kind.querySelector(`[value="${kind}"]`).textContent, reason].filter(Boolean).join(" · "), "grow"), element("span", money(sign * amount), "num"));
    return row;
  }));
  for (const [way, written] of typed.rows ?? []) if (rows.has(way)) [rows.get(way).counted.value, rows.get(way).why.value] = written;
  [sheet.left.value, sheet.missingWhy.value] = [typed.left ?? "", typed.missing ?? ""];
  sheet.gap.hidden = !shift.missing;
  sheet.gapCount.textContent = word("shift.missing", { n: shift.missing });
  sheet.counts.addEventListener("input", draw);
  sheet.moves.addEventListener("click", ({ target }) => target.closest("[data-move]") && busy(target.closest("button"), move));
  tally(sheet.tally, (all) => { rows.get("cash").counted.value = yuan(all); draw(); });
  draw();

  function draw() {
    let all = 0;
    for (const row of rows.values()) {
      const counted = fen(row.counted);
      const differs = counted === null ? 0 : counted - row.sum;
      all += differs;
      row.why.hidden = !differs;
      row.differs.textContent = differs ? money(differs) : "";
    }
    sheet.difference.replaceChildren(cash(all));
    sheet.difference.classList.toggle("is-danger", all !== 0);
    sheet.go.disabled = [...rows.values()].some((row) => fen(row.counted) === null || (!row.why.hidden && !row.why.value.trim()));
  }

  const key = { move: newKey() };
  async function move() {
    const amount = fen(sheet.moved);
    if (!amount) return trouble(sheet, word("shift.amount"));
    const body = { do: "move", key: key.move, kind: sheet.kind.value, amount, reason: sheet.moveWhy.value.trim() };
    if (!(await said(till, sheet, body))) return undefined;
    const written = [...rows].filter(([way, row]) => way === "cash" || fen(row.counted) !== row.sum);
    const typed = { rows: written.map(([way, row]) => [way, [row.counted.value, row.why.value]]), left: sheet.left.value, missing: sheet.missingWhy.value };
    return open(till, typed);
  }

  async function end() {
    if (sheet.go.disabled) return undefined;
    const counted = Object.fromEntries([...rows].map(([way, row]) => [way, fen(row.counted)]));
    const reasons = Object.fromEntries([...rows].filter(([, row]) => !row.why.hidden).map(([way, row]) => [way, row.why.value.trim()]));
    const { last = 0 } = (await kept("numbers")) ?? {};
    if (shift.missing) reasons.missing = sheet.missingWhy.value.trim();
    const left = sheet.left.value.trim() ? fen(sheet.left) : 0;
    if (left === null) return trouble(sheet, word("shift.amount"));
    const answer = await said(till, sheet, { do: "close", shift: shift.key, counted, reasons, float_left: left, last });
    if (!answer) return undefined;
    till.note(word("shift.ended"), "");
    const taker = { what: word("shift.taker", { name: till.clerk.name, sum: money(left) }), then: () => fresh(till, answer.last) };
    return (await lock(till, taker)) || till.open("pin", taker);
  }
}
