// The shift at this till: the cash it began with, what was moved meanwhile, and what is counted at its end against what should be there.
import { ask } from "../ask.js";
import { cash, cut, money, stamp, word } from "../dom.js";
import { typedYuan } from "../rules.js";
import { kept, newKey } from "../store.js";
import { busy, close, show, trouble } from "../sheet.js";
import { WAYS } from "./pay.js";

const fen = (field) => (field.value.trim() ? typedYuan({ text: field.value }) : null);

export async function open(till) {
  const { ok, status, answer } = await ask(`/till/shift?device=${encodeURIComponent(till.device.name)}`);
  if (!ok) return till.note(answer.message || word(status ? "failed" : "why.shift"));
  return answer.shift ? running(till, answer.shift) : fresh(till, answer.last ?? null);
}

async function said(till, sheet, body) {
  const { ok, status, answer } = await ask("/till/shift", { device: till.device.name, clerk: till.clerk.id, turn: till.clerk.turn, ...body });
  if (!ok) trouble(sheet, answer.message || word(status ? "failed" : "why.shift"));
  return ok && answer;
}

function fresh(till, last) {
  const sheet = show("sheet-shift-new", { enter: () => busy(sheet.go, begin), closed: () => till.draw() });
  sheet.who.textContent = till.clerk.name;
  if (last?.left !== undefined && last?.left !== null) sheet.float.value = (last.left / 100).toFixed(2);
  const key = newKey();
  async function begin() {
    const float = fen(sheet.float);
    if (float === null) return trouble(sheet, word("shift.float"));
    if (await said(till, sheet, { do: "open", key, float, reason: sheet.reason.value.trim() })) {
      close();
      till.note(word("shift.begun", { sum: money(float) }), "");
    }
  }
}

function running(till, shift) {
  const sheet = show("sheet-shift", { enter: () => busy(sheet.go, end), closed: () => till.draw() });
  const rows = new Map();
  sheet.since.textContent = word("shift.since", { at: stamp(shift.opened_at), name: shift.opener?.name ?? shift.opener ?? "" });
  sheet.float.replaceChildren(cash(shift.float));
  sheet.counts.replaceChildren(...WAYS.filter((way) => way in shift.expected).map((way) => [way, shift.expected[way]]).map(([way, sum]) => {
    const row = cut("till-count");
    row.way.textContent = word(`way.${way}`);
    row.expected.textContent = money(sum);
    row.counted.setAttribute("aria-label", word("shift.counted", { way: word(`way.${way}`) }));
    row.why.setAttribute("aria-label", word("shift.why", { way: word(`way.${way}`) }));
    if (way !== "cash") row.counted.value = (sum / 100).toFixed(2);
    rows.set(way, { ...row, sum });
    return row.part;
  }));
  sheet.gap.hidden = !shift.missing;
  sheet.gapCount.textContent = word("shift.missing", { n: shift.missing });
  sheet.counts.addEventListener("input", draw);
  sheet.moves.addEventListener("click", ({ target }) => target.closest("[data-move]") && busy(target.closest("button"), move));
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
    if (await said(till, sheet, body)) await open(till);
    return undefined;
  }

  async function end() {
    if (sheet.go.disabled) return;
    const counted = Object.fromEntries([...rows].map(([way, row]) => [way, fen(row.counted)]));
    const reasons = Object.fromEntries([...rows].filter(([, row]) => !row.why.hidden).map(([way, row]) => [way, row.why.value.trim()]));
    const { last = 0 } = (await kept("numbers")) ?? {};
    if (shift.missing) reasons.missing = sheet.missingWhy.value.trim();
    const body = { do: "close", shift: shift.key, counted, reasons, float_left: fen(sheet.left) ?? 0, last };
    if (await said(till, sheet, body)) {
      close();
      till.note(word("shift.ended"), "");
    }
  }
}
