// The rules that a tablet works out by itself and the server works out again: one side of a pair. portal/selling/rules_of_till is the
// other, rule by rule under the same names; docs/adr/cases/till.json holds both to one table of cases (ADR 0031). What no first sale needs is in
// rules_later.js. Every function that is exported is a rule and takes one object, as the cases say it. Money is whole fen, quantities whole
// thousandths, moments whole milliseconds, days texts. All of it is whole numbers below 2^53; only a product may be above, and then it is not
// a Number (share).
const MILLI = 1000;
const HOUR = 3_600_000;
export const AHEAD = 3 * HOUR, BEHIND = 30 * 24 * HOUR;
const LEAP = 30 * 24 * HOUR, APART = 30_000; // of the clock in one step; of two clocks, on their way
export const LATE = 20 * HOUR, CASH_ONLY = 24 * HOUR, STOPPED = 72 * HOUR;
export const MANY = 450, MOST = 500;

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const minus = (number) => (number ? -number : 0); // there is no −0 fen
const whole = (above, below) => (above - (above % below)) / below; // exact, where above / below rounds

// --- sums

/* part × of ÷ all, rounded half away from zero */
export function share({ part, of, whole: all }) {
  const product = Math.abs(part * of);
  const rounded = 2 * product + all <= Number.MAX_SAFE_INTEGER ? whole(2 * product + all, 2 * all) : bigShare(part, of, all);
  return part < 0 !== of < 0 ? minus(rounded) : rounded;
}

function bigShare(part, of, all) {
  const product = BigInt(Math.abs(part)) * BigInt(Math.abs(of));
  return Number((2n * product + BigInt(all)) / (2n * BigInt(all)));
}

export const amount = ({ price, quantity }) => share({ part: price, of: quantity, whole: MILLI });

/* a sum over amounts by their size: rounded are the sums so far, so that the parts add up */
export function spread({ fen, over }) {
  const all = sum(over);
  let soFar = 0;
  let given = 0;
  return over.map((one) => {
    soFar += one;
    const part = (all > 0 ? share({ part: fen, of: soFar, whole: all }) : 0) - given;
    given += part;
    return part;
  });
}

/* lines: { price, quantity, ordinary?, off?: [fen], weighed? }, or { quantity, amount, saved? } of what comes back */
export function total({ lines }) {
  const said = { amounts: [], saved: [], total: 0, ordinary: 0, off: 0, pieces: 0 };
  for (const line of lines) {
    let charged = line.amount ?? null;
    let spared = line.saved ?? 0;
    let usual;
    if (charged === null) {
      charged = amount(line) - sum(line.off ?? []);
      usual = amount({ price: line.ordinary ?? line.price, quantity: line.quantity });
      spared = Math.max(0, usual - charged);
    } else usual = charged + spared;
    const count = Math.abs(line.quantity);
    said.amounts.push(charged);
    said.saved.push(spared);
    said.total += charged;
    said.ordinary += usual;
    said.off += spared;
    said.pieces += line.weighed ? Number(count > 0) : whole(count, MILLI);
  }
  return said;
}

// --- what is typed and shown

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

export function yuan({ fen }) {
  const size = Math.abs(fen);
  return `${fen < 0 ? "−" : ""}${grouped(whole(size, 100))}.${String(size % 100).padStart(2, "0")}`;
}

export function quantity({ thousandths }) {
  const size = Math.abs(thousandths);
  const rest = String(size % MILLI).padStart(3, "0").replace(/0+$/, "");
  return `${thousandths < 0 ? "−" : ""}${grouped(whole(size, MILLI))}${rest && "."}${rest}`;
}

// a comma stands between groups of three digits only
const AMOUNT = /^([+-]?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/;
const QUANTITY = /^([+-]?)(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,3}))?$/;

export const typedYuan = ({ text }) => typed(text.replace(/[¥￥]/g, "").trim(), AMOUNT, 2);
export const typedQuantity = ({ text }) => typed(text.trim(), QUANTITY, 3);

function typed(text, form, decimals) {
  const found = form.exec(text.replaceAll("−", "-"));
  if (!found) return null;
  const [, sign, before, after = ""] = found;
  const size = Number(before.replaceAll(",", "") + after.padEnd(decimals, "0"));
  return sign === "-" ? minus(size) : size;
}

// --- goods

/* whether a text means a product { name, pinyin, barcode }: one or two letters count from the beginning of a word only */
export function finds({ product, text }) {
  const { name, pinyin, barcode, code = "", plu, more_barcodes: more = [] } = product;
  if (name.toLowerCase().includes(text.toLowerCase())) return true;
  const letters = text.toLowerCase().replaceAll(" ", "");
  if (/[^\x00-\x7f]/.test(letters)) return false;
  return pinyin.startsWith(letters) || pinyin.includes(letters.length > 2 ? letters : ` ${letters}`)
    || [barcode, ...more.map(([one]) => one)].some((one) => one.startsWith(letters) || one.endsWith(letters))
    || code.toLowerCase().startsWith(letters) || plu === letters.padStart(5, "0");
}

function checkDigit(body) {
  const weighted = [...body].reverse().map((digit, place) => Number(digit) * (place % 2 ? 1 : 3));
  return (10 - (sum(weighted) % 10)) % 10;
}

/* kinds: { "20": { holds: "weight" | "price", decimals } } */
export function scaleCode({ text, kinds }) {
  const kind = kinds[text.slice(0, 2)];
  if (!kind || !/^\d{13}$/.test(text) || checkDigit(text.slice(0, 12)) !== Number(text[12])) return null;
  const isWeight = kind.holds === "weight";
  const value = Number(text.slice(7, 12)) * 10 ** ((isWeight ? 3 : 2) - kind.decimals);
  return value ? { plu: text.slice(2, 7), quantity: isWeight ? value : null, fen: isWeight ? null : value } : null;
}

/* the smallest weight that costs at least what the label says, and what goes off so that it costs just that */
export function labelWeight({ fen, price }) {
  if (fen <= 0 || price <= 0) return null;
  const above = (2 * fen - 1) * MILLI;
  const weight = whole(above, 2 * price) + Number(above % (2 * price) > 0);
  return { quantity: weight, off: amount({ price, quantity: weight }) - fen };
}

/* rows: { level, own, kind: fixed | range | free, fen, member, least, most, since, until } */
export function priceAt({ rows, moment }) {
  const now = rows.filter((row) => row.since <= moment && (row.until === null || moment < row.until));
  const office = last(now.filter((row) => !row.own));
  if (!office) return null;
  const own = last(now.filter((row) => row.own));
  const row = own && leaves(office, own.fen) ? own : office;
  const member = (row === office || leaves(office, row.member) ? row.member : null) ?? office.member;
  return { fen: row.fen, member: member === null ? null : Math.min(member, row.fen) };
}

function last(rows) {
  let found = null;
  for (const row of rows) if (!found || row.level > found.level || (row.level === found.level && row.since >= found.since)) found = row;
  return found;
}

function leaves(office, fen) {
  if (office.kind === "range") return fen >= (office.least ?? -Infinity) && fen <= (office.most ?? Infinity);
  return office.kind === "free";
}

// --- members

/* member: { level, birthday: "MM-DD", joined_on }, or null; lines: { price, member_price, quantity, category, off?: by hand, before points };
   rules: { id, kind: level | birthday | new_member, percent or fen, level, category, least_fen, first_days, since, until } */
export function benefits({ member, lines, day, rules, points_fen: pointsFen = 0 }) {
  const costs = lines.map(amount);
  const found = [];
  const take = (n, kind, rule, fen) => {
    if (fen <= 0) return;
    costs[n] -= fen;
    found.push({ position: n + 1, kind, rule, fen });
  };
  if (member) {
    lines.forEach((line, n) => {
      if (line.member_price !== null) take(n, "member_price", null, costs[n] - amount({ price: line.member_price, quantity: line.quantity }));
    });
    const mine = rules.filter((rule) => isFor(rule, member, day));
    const byPercent = percentages(mine, lines, costs);
    const byFen = amountOff(mine, lines, costs);
    const off = (parts) => sum(parts.map(([, fen]) => fen));
    (off(byFen) > off(byPercent) ? byFen : byPercent).forEach(([rule, fen], n) => rule && take(n, rule.kind, rule.id, fen));
  }
  const left = costs.map((cost, n) => Math.max(0, cost - (lines[n].off ?? 0)));
  spread({ fen: Math.min(pointsFen, sum(left)), over: left }).forEach((fen, n) => take(n, "points", null, fen));
  return found.sort((a, b) => a.position - b.position);
}

const days = (day) => Date.parse(`${day}T00:00Z`) / (24 * HOUR);

function isFor(rule, member, day) {
  if ((rule.since !== null && day < rule.since) || (rule.until !== null && day > rule.until)) return false;
  if (rule.level !== null && rule.level !== member.level) return false;
  if (rule.kind === "birthday") return Boolean(member.birthday) && member.birthday.slice(0, 2) === day.slice(5, 7);
  if (rule.kind !== "new_member") return rule.kind === "level";
  const since = member.joined_on ? days(day) - days(member.joined_on) : -1;
  return since >= 0 && since < rule.first_days;
}

/* the places of the lines that a rule is for; none where they cost less than it asks for */
function places(rule, lines, costs) {
  const found = [...lines.keys()].filter((n) => rule.category === null || rule.category === lines[n].category);
  return sum(found.map((n) => costs[n])) >= (rule.least_fen ?? 0) ? found : [];
}

function percentages(rules, lines, costs) {
  const best = lines.map(() => [null, 0]);
  for (const rule of rules.filter(({ percent }) => percent !== null)) {
    for (const n of places(rule, lines, costs)) {
      const fen = share({ part: costs[n], of: rule.percent, whole: 100 });
      if (fen > best[n][1]) best[n] = [rule, fen];
    }
  }
  return best;
}

function amountOff(rules, lines, costs) {
  let best = lines.map(() => [null, 0]);
  let most = 0;
  for (const rule of rules.filter(({ percent }) => percent === null)) {
    const mine = places(rule, lines, costs);
    const over = costs.map((cost, n) => (mine.includes(n) ? cost : 0));
    const fen = Math.min(rule.fen, sum(over));
    if (fen > most) [best, most] = [spread({ fen, over }).map((part) => [rule, part]), fen];
  }
  return best;
}

// --- money

/* payments: { way, amount, given? }; trouble: zero, given, sign, account, credit, left, over, or "" */
export function paymentsChange({ total: due, payments, credit = null, settles = false }) {
  const paid = sum(payments.map((one) => one.amount));
  const handed = payments.filter((one) => (one.given ?? null) !== null);
  const account = payments.filter((one) => one.way === "account");
  let trouble = "";
  if (payments.some((one) => one.amount === 0)) trouble = "zero";
  else if (handed.some((one) => one.way !== "cash" || one.given < one.amount || one.amount <= 0)) trouble = "given";
  else if (payments.some((one) => one.amount < 0 !== (settles ? one.way === "account" : due < 0))) trouble = "sign";
  else if (credit === null && account.length) trouble = "account";
  else if (sum(account.map((one) => one.amount)) > (credit ?? 0)) trouble = "credit";
  else if (paid !== due) trouble = paid < due === due >= 0 ? "left" : "over";
  const change = trouble === "given" ? 0 : sum(handed.map((one) => one.given - one.amount));
  return { paid, left: due - paid, change, trouble };
}

// --- time, and what waits

const calendars = {};

function dayIn(moment, zone) {
  calendars[zone] ??= new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return calendars[zone].format(moment);
}

export function businessDay({ placed_at: placedAt, now, ahead, zone }) {
  const day = dayIn(placedAt, zone);
  const doubtful = placedAt - now < -BEHIND || placedAt - now > AHEAD || day > dayIn(now, zone) || Math.abs(ahead) > AHEAD || dayIn(placedAt - ahead, zone) !== day;
  return { day, doubtful };
}

/* The device's own time: `ran` is what performance.now() moved on since `kept`, which stops while the tablet sleeps, and is null in a page
   newly opened; the wall's clock may be set; the longer counts, and nothing takes it back but the moment that the `server` says. Set back, it
   counts on from where it is, put right again from the latest it showed: `most`, and `then` the time at it. A leap while the page is open
   was set. */
export function deviceTime({ kept, wall, ran, server = null }) {
  kept ??= { time: wall, wall };
  let { most = kept.wall, then = kept.time, apart = null, heard = null } = kept;
  let gain = wall < most ? wall - kept.wall : then + wall - most - kept.time;
  if (ran !== null && gain > ran + LEAP) gain = 0;
  let time = kept.time + Math.max(0, ran ?? 0, gain);
  if (wall >= most) [most, then] = [wall, time];
  if (server !== null) {
    apart ??= time - server;
    if (Math.abs(time - server - apart) >= APART) time = server + apart;
    [most, then, heard] = [wall, time, time];
  }
  return { time, wall, most, then, apart, heard };
}

export function bounds({ oldest, waiting, time }) {
  const age = oldest === null ? 0 : Math.max(0, time - oldest);
  const state = age >= STOPPED ? "stop" : age >= CASH_ONLY ? "cash" : age >= LATE ? "late" : "free";
  const end = { free: LATE, late: CASH_ONLY, cash: STOPPED }[state];
  if (waiting >= MOST) return { state: "stop", left: null };
  return { state: state === "free" && waiting >= MANY ? "late" : state, left: oldest === null || !end ? null : end - age };
}

export const nextNumber = ({ last: given, stored, waiting }) => Math.max(given ?? 0, stored ?? 0, ...waiting, 0) + 1;
