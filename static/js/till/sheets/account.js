// A member settles what is on his account: so much comes in by some way, and as much goes off the account. Needs the network, which knows
// what he owes.
import { ask } from "../ask.js";
import { cash, element, money, word } from "../dom.js";
import * as outbox from "../outbox.js";
import { settlement } from "../returns.js";
import { typedYuan } from "../rules.js";
import { busy, close, show, trouble, typist, unkept } from "../sheet.js";

export async function open(till) {
  if (!till.state.online) return till.note(word("why.account"));
  return till.open("member", { then: (member) => settle(till, member), back: () => till.draw() });
}

async function settle(till, found) {
  const { ok, status, answer } = await ask("/till/members/search", { q: String(found.last_four) });
  // what the tablet knows of him may be an hour old, and more than is owed is refused when the money is in
  if (!ok) return till.note(answer.message || word(status ? "failed" : "why.account"));
  const member = answer.hits?.find(({ id }) => id === found.id) ?? found;
  const owed = member.owed ?? 0;
  let way = "cash";
  let amount = owed;
  let text = "";
  let change = 0; // of what is handed over in cash
  const pad = typist(typed, { most: 10 });
  const sheet = show("sheet-account", { press: (key) => pad.press(key), enter: () => busy(sheet.go, take), closed: () => till.draw() });
  sheet.who.textContent = `${member.surname}* ${word("four", { four: member.last_four })}`;
  sheet.owed.replaceChildren(cash(owed));
  sheet.ways.addEventListener("change", ({ target }) => { way = target.value; sheet.elsewhere.hidden = way === "cash"; typed(text); });
  pad.set("");

  function typed(now) {
    text = now;
    const given = text ? typedYuan({ text: text.replace(/\.$/, "") }) ?? 0 : owed;
    change = way === "cash" && owed ? Math.max(0, given - owed) : 0;
    amount = given - change;
    sheet.typed.textContent = text || (owed / 100).toFixed(2);
    sheet.left.replaceChildren(cash(Math.max(0, owed - amount)));
    sheet.go.disabled = amount <= 0 || amount > owed;
    sheet.go.replaceChildren(word("take", { sum: money(given) }), ...(change ? [element("br"), word("give", { sum: money(change) })] : []));
    trouble(sheet, !owed ? word("account.nothing") : amount > owed ? word("account.over") : "");
  }

  async function take() {
    if (sheet.go.disabled) return undefined;
    try {
      await outbox.finish({ order: settlement(member, { way, amount }), shown: { total: amount, pieces: 0, ways: [way], who: member.surname } });
    } catch (error) {
      return trouble(sheet, unkept(error));
    }
    close();
    return till.note(word(change ? "account.change" : "account.done", { name: `${member.surname}*`, sum: money(amount), change: money(change) }), "");
  }
}
