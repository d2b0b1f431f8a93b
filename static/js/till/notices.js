// How the till stands, where that is something to be said above its tiles: the store, the tablet, what waits for the network, what was refused,
// a day that is not closed, a password that somebody else set anew.
import { clock, word } from "./dom.js";
import { isForgotten } from "./forget.js";
import { MANY } from "./rules.js";
import { much } from "./screen.js";

const HOUR = 3_600_000;

/* the most pressing first: { tone, icon, text, strong?, does?, label?, href? } */
export function notices({ catalogue, state, device, today, sealed = [], sale = null }) {
  const said = document.body.dataset;
  const found = [];
  const add = (tone, icon, text, more = {}) => found.push({ tone, icon, text, ...more });
  if (said.storeState === "preparing") add("late", "clock", said.opening ? "" : word("not.open.rest"), { strong: word("not.open"), ...(said.opening && { href: said.opening, label: word("opening") }) });
  const shut = word(`shut.${said.storeState}`); // suspended or closed
  if (shut) add("late", "clock", word("shut.rest"), { strong: shut });
  if (["replaced", "withdrawn"].includes(state.enrolment)) add("bad", "alert", word("device.ended"));
  if (state.enrolment === "elsewhere") add("bad", "alert", word("device.elsewhere", { store: device.store }), said.enrols ? { does: "enrol", label: word("device.enrol") } : {});
  if (state.full) add("bad", "alert", word("full"));
  if (!catalogue?.size) add("late", "box", word(state.online ? "goods.coming" : "goods.offline"), { does: "retry", label: word("again") });
  addBounds(add, state);
  const isPaid = state.refused.some(({ kind }) => kind === "order");
  if (state.refused.length) add("bad", "inbox", isPaid ? word("refused.rest") : "", { strong: word("refused", { what: much(state.refused) }), does: "tray", label: word("look") });
  if (isForgotten(sale)) add("late", "members", word("buyer.rest"), { strong: word("buyer"), does: "member", label: word("buyer.find") });
  const unsealed = said.unsealed && !sealed.includes(said.unsealed) ? said.unsealed : "";
  if (unsealed) add("late", "report", word("yesterday", { day: unsealed }), said.closes ? { href: `/selling/day-reports/${said.store}/${unsealed}`, label: word("yesterday.close") } : {});
  if (sealed.includes(today())) add("", "report", word("sealed"));
  if (said.reset) add("late", "key", word("reset.rest"), { strong: said.reset, href: "/account", label: word("reset.account") });
  if (!device.token && said.enrols) add("", "key", word("device.none"), { does: "enrol", label: word("device.enrol") });
  return found;
}

function addBounds(add, { bound, left, waiting, stuck, oldest }) {
  const facts = { n: waiting.length, hours: left === null ? "" : Math.max(1, Math.round(left / HOUR)), at: oldest ? clock(oldest) : "" };
  const tray = { does: "tray", label: word("look") };
  if (bound === "stop") add("bad", "off", word("bound.stop.rest"), { strong: word("bound.stop"), ...tray });
  else if (bound === "cash") add("bad", "off", word("bound.cash.rest", facts), { strong: word("bound.cash"), ...tray });
  else if (bound === "late" && waiting.length >= MANY) add("late", "off", word("bound.many.rest"), { strong: word("bound.many", facts), ...tray });
  else if (bound === "late") add("late", "off", word("bound.late.rest", facts), { strong: word("bound.late", facts), ...tray });
  else if (stuck === "door") add("late", "lock", word("door.rest"), { strong: word("door"), href: `/login?next=${location.pathname}`, label: word("sign.in") });
  else if (stuck === "elsewhere") add("late", "lock", word("elsewhere.rest"), { strong: word("elsewhere.orders"), ...tray });
}
