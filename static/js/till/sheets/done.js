// The money is in: the change twice as large, the receipt, and the next sale, which a scan begins as well.
import { cash, clock, element, money, seldom, word } from "../dom.js";
import { counted } from "../sale.js";
import { busy, close, show } from "../sheet.js";

const TWICE = 500; // milliseconds within which a second tap on the key before was no wish to go on: the change would be gone unread

export function open(till) {
  const { number, worked, sale, payments, spent, at, change = 0 } = till.last;
  const opened = performance.now();
  const next = () => { if (performance.now() - opened > TWICE) close(); };
  const sheet = show("sheet-done", { enter: next, scanned: () => { close(); return true; } });
  sheet.number.textContent = word("number", { number: till.numbered(number) });
  sheet.total.replaceChildren(cash(worked.total));
  sheet.at.textContent = clock(at);
  const paid = payments.map((one) => [word(`way.${one.way}`), money(one.given ?? one.amount)]);
  if (spent) paid.unshift([word("kind.points"), money(spent.fen)]);
  const who = sale.member ? [[word("member"), `${sale.member.surname ?? ""}* ${word("four", { four: sale.member.last_four })}`]] : [];
  const saved = worked.saved ? [[word("saved.today"), money(worked.saved), "is-accent"]] : [];
  sheet.facts.replaceChildren(...[...paid, ...who, ...saved].flatMap(([name, value, cls]) => [element("dt", name), element("dd", value, cls)]));
  const isCash = payments.some((one) => one.way === "cash");
  sheet.what.textContent = isCash ? word("change") : payments.map((one) => word(`way.${one.way}`)).join(" + ");
  sheet.call.replaceChildren(cash(isCash ? change : worked.total));
  sheet.count.textContent = change ? word("hand.out", { notes: counted(change).map(([fen, times]) => word(fen < 100 ? "coins" : "notes", { note: fen < 100 ? (fen < 10 ? word("fen", { n: fen }) : word("jiao", { n: fen / 10 })) : `¥${fen / 100}`, n: times })).join(word("comma")) }) : "";
  sheet.print.addEventListener("click", () => busy(sheet.print, paper));
  sheet.next.focus();

  async function paper() {
    const [{ print }] = await Promise.all([import("../paper.js"), seldom()]).catch(() => [{ print: () => till.note(word("not.kept")) }]);
    print(till, till.last);
  }
}
