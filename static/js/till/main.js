// The till: what is pressed, scanned and typed changes the sale; the sale is worked out by the rules, drawn, and kept on the tablet. Nothing
// waits for the network. What lies over the till, and what needs the server, is fetched when it is opened (sheets/).
import * as catalogue from "./catalogue.js";
import { say, seldom, word } from "./dom.js";
import * as outbox from "./outbox.js";
import { businessDay, labelWeight, quantity, scaleCode, typedQuantity } from "./rules.js";
import * as sales from "./sale.js";
import { listen } from "./scanner.js";
import * as screen from "./screen.js";
import * as sheet from "./sheet.js";
import { run } from "../device.js";
import { current, device, draftKey, newKey } from "./store.js";

const SHOWN = 60; // tiles
const SHORTLY = 5000; // milliseconds
let leads = false; // whether it is this window of the tablet that sells
const said = document.body.dataset;

export const till = {
  catalogue: null, facts: {}, device: {}, clerk: { id: Number(said.clerk), name: said.clerkName, role: said.role, turn: null },
  sale: null, doing: "count", typed: "", shelf: "", found: null, news: {}, last: null,
  state: { online: navigator.onLine, waiting: [], refused: [], bound: "free", mayOpen: true, only: null },
  change, finish, draw: show, today, note, scan,
  /* what an older server would not understand is not offered */
  get knows() { return Boolean(till.facts.rights); },
  /* what the sale comes to, worked out when somebody asks */
  get worked() { return (worked ??= till.sale && sales.work(till.sale, { day: today(), rules: till.facts.rules ?? [] })); },
  get mayPay() { return till.state.mayOpen && sells() && Boolean(till.sale?.lines.some((line) => line.quantity > 0)); },
  /* an enrolled tablet's number stands before its orders' */
  numbered: (number) => (till.device.token ? `${till.device.name}-${number}` : String(number)),
};

// --- the sale

let worked = null;
function change(next) {
  const { member: wasMember, key: wasKey } = till.sale ?? {};
  if (wasKey !== next.key) [till.typed, till.news] = ["", {}]; // they were of the sale before
  else if (sales.isWhole(till.sale) && !sales.isWhole(next)) till.news = { text: word("whole.gone"), tone: "late" };
  till.sale = next;
  worked = null;
  if (wasMember !== next.member) drawShelf();
  show();
  keepSoon();
}

function show() {
  screen.show(till);
}

const sells = () => Boolean(till.clerk.id) && (said.storeState || "open") === "open";

let day = { at: 0, is: "" };
function today() {
  const now = Date.now();
  if (Math.abs(now - day.at) > 30_000) day = { at: now, is: businessDay({ placed_at: now, now, ahead: 0, zone: said.zone }).day };
  return day.is;
}

/* something to be said once, until the next goods; `late` where it is trouble */
function note(text, tone = "late") {
  till.news = { text, tone };
  if (tone && sheet.isOpen()) sheet.refuse(text); // beneath it nobody sees the notice
  show();
  say(text);
}

/* what is being sold is on the disk right after it is on the screen: a battery may die. One is written at a time, and the newest after it. */
const SOON = 40; // milliseconds
let writing = null;
let changed = false;
let soon = 0;
function keepSoon() {
  soon ||= setTimeout(keep, SOON);
}

function keep() {
  soon = clearTimeout(soon);
  changed = Boolean(writing);
  if (writing) return;
  const { sale } = till;
  const put = run("sales", "readwrite", (kept) => (sales.isEmpty(sale) ? kept.delete(draftKey()) : kept.put({ key: draftKey(), sale })));
  writing = put.catch(() => {}).then(() => {
    writing = null;
    if (changed) keep();
  });
}

async function draft() {
  const sale = (await run("sales", "readonly", (kept) => kept.get(draftKey())))?.sale;
  const isSold = sales.isSale(sale) && (await outbox.rows()).some(({ key }) => key === sale.key);
  return sales.isSale(sale) && !isSold ? sale : null;
}

/* The sale is over: kept on the tablet with its number, and the next one begins at once. Not where it costs something else by now than was
   shown – a rule ended, the day did – nor where it was taken already. */
async function finish(payments, shown, { spent = null, approval = "" } = {}) {
  const sale = sales.tidied(till.sale);
  const worked = sales.work(sale, { day: today(), rules: till.facts.rules ?? [], points: spent?.fen });
  const order = sales.order(sale, worked, { payments, label: word("label.off"), spent, approval });
  if (!sale.lines.length || worked.total !== shown.total) throw again(till.sale, new Error("changed"));
  soon = clearTimeout(soon);
  while (writing) await writing; // what is being kept of it goes before its end
  const sold = await outbox.finish({ key: sale.key, order, draft: draftKey(), shown }).catch((error) => {
    keepSoon();
    throw error?.name === "ConstraintError" ? again(sales.begin(newKey()), error) : error;
  });
  till.last = { ...sold, sale, worked, payments, spent, at: Date.now(), clerk: till.clerk.name };
  change(sales.begin(newKey()));
  return till.last;
}

function again(sale, error) {
  change(sale);
  return error;
}

// --- goods

function put(product, more) {
  if (!till.state.mayOpen || !sells()) return;
  if (product.weighed && !more?.quantity) return void open("weigh", product);
  till.news = {};
  till.typed = "";
  till.doing = "count";
  const before = till.sale;
  change(sales.add(before, product, more));
  if (till.sale === before) return void note(word("lines.most"));
  const line = sales.line(till.sale);
  say(word("said.line", { name: line.name, n: quantity({ thousandths: line.quantity }) }));
}

/* a code: of a product, or of a scale's label */
function scan(code) {
  if (!leads) return;
  const takes = !sheet.isOpen() || sheet.scanned(code);
  if (!takes) return void (takes === null || sheet.refuse(word("scan.closed")));
  const { product, pieces = 1 } = till.catalogue.scanned(code) ?? {};
  if (product) return void put(product, product.weighed ? {} : { quantity: pieces * sales.MILLI });
  const label = till.facts.scale ? scaleCode({ text: code, kinds: till.facts.scale }) : null;
  const weighed = label && till.catalogue.byPlu(label.plu);
  if (!weighed) return void note(word("no.match", { q: code }));
  put(weighed, label.quantity ? { quantity: label.quantity } : labelWeight({ fen: label.fen, price: weighed.price }));
}

function find(text) {
  if (!text) return;
  if (till.catalogue.scanned(text) || (/^\d{13}$/.test(text) && till.facts.scale?.[text.slice(0, 2)])) return void scan(text);
  const hits = till.catalogue.find(text);
  [till.found, till.news] = [hits.length > 1 ? hits : null, {}];
  if (hits.length === 1) put(hits[0]);
  else if (!hits.length) note(word("no.match", { q: text }));
  drawShelf();
}

const OFTEN = "", FRONT = "*";

function drawShelf() {
  if (!till.catalogue) return;
  const { products, byId } = till.catalogue;
  const { featured, categories } = catalogue.shelves(till.catalogue, today());
  const often = (till.facts.favourites ?? []).map(byId).filter(Boolean);
  const shown = till.found ?? (till.shelf === FRONT ? products.filter(({ id }) => featured.has(id)) : till.shelf ? products.filter(({ category }) => category === till.shelf) : often.length ? often : products);
  const chips = [{ name: OFTEN, label: word("often") }, ...(featured.size ? [{ name: FRONT, label: word("front") }] : []), ...categories.map((name) => ({ name, label: name }))];
  screen.drawChips(chips, till.found ? null : till.shelf);
  const label = till.found ? word("found", { n: till.found.length }) : chips.find(({ name }) => name === till.shelf)?.label ?? "";
  screen.drawGoods(shown.slice(0, SHOWN), { member: till.sale?.member, featured, label });
  lookLater();
  show();
}

/* of which of them little is left: a moment later, for whoever looks through the kinds of goods asks once */
let looking = 0;
function lookLater() {
  clearTimeout(looking);
  looking = setTimeout(() => import("./stock.js").then(({ look }) => look()).catch(() => {}), 3_000);
}

async function openCatalogue() {
  till.catalogue = await catalogue.open(said.store);
  till.facts = till.catalogue.facts ?? {};
  drawShelf();
  if (till.sale) change(till.sale);
}

// --- keys

function press(key) {
  if (sheet.isOpen()) return sheet.press(key);
  if (early) return later(key);
  const line = leads && sells() && sales.line(till.sale);
  if (!line) return undefined;
  const [sale, typed] = [till.sale, till.typed];
  if (key === "drop" || (key === "back" && !line.quantity)) till.typed = "";
  else if (key === "back") till.typed = (typed || quantity({ thousandths: line.quantity }).replaceAll(",", "")).slice(0, -1);
  else if (key !== ".") till.typed = `${typed}${key}`.slice(0, 9);
  else if (line.weighed && !typed.includes(".")) till.typed = `${typed || "0"}.`;
  else return undefined;
  const gone = key === "drop" || (key === "back" && !line.quantity);
  const many = typedQuantity({ text: till.typed.replace(/\.$/, "") || "0" });
  const next = gone ? sales.drop(sale, line.n) : many === null ? sale : sales.count(sale, line.n, many);
  if (next === sale) till.typed = typed; // what is no quantity is not typed
  change(gone && key === "back" ? sales.mark(next, null) : next); // once too often it eats nothing of the line above
  return () => { till.typed = typed; change(sale); };
}

function onLine(n, deed) {
  till.typed = "";
  const line = sales.line(till.sale, n);
  if (deed === "less" || deed === "more") {
    const next = line.quantity + (deed === "more" ? 1 : -1) * sales.MILLI;
    change(next > 0 ? sales.count(till.sale, n, next) : sales.drop(till.sale, n));
  } else if (deed === "drop") change(sales.drop(till.sale, n));
  else if (deed === "cut") open("discount");
  else if (line.weighed && till.sale.at === n) open("weigh", till.catalogue.byId(line.product) ?? line, line);
  else change(sales.mark(till.sale, n));
}

// --- sheets; written out one by one: the worker reads from here what a kept page needs

const FIRST = ["pay", "weigh"]; // without them nothing is sold; their words are the page's own
const SHEETS = {
  pay: () => import("./sheets/selling.js").then(({ pay }) => pay),
  weigh: () => import("./sheets/selling.js").then(({ weigh }) => weigh),
  discount: () => import("./sheets/discount.js"),
  member: () => import("./sheets/member.js"),
  join: () => import("./sheets/join.js"),
  hold: () => import("./sheets/hold.js"),
  pin: () => import("./sheets/pin.js"),
  tray: () => import("./sheets/tray.js"),
  more: () => import("./sheets/more.js"),
  orders: () => import("./sheets/orders.js"),
  account: () => import("./sheets/account.js"),
  shift: () => import("./sheets/shift.js"),
  enrol: () => import("./sheets/enrol.js"),
};

const fetched = async (name) => (await Promise.all([SHEETS[name](), FIRST.includes(name) || seldom()]))[0];

/* Whether it is there. Keys that are pressed while a sheet is being fetched are the sheet's, or a scanner's. */
let early = null;
export async function open(name, ...given) {
  early ??= [];
  const found = await fetched(name).catch(() => null);
  const keys = early ?? [];
  early = null;
  const opening = found?.open(till, ...given);
  for (const one of keys) one.undo = one.key && sheet.press(one.key);
  if (!found) note(word("not.kept"));
  return found && ((await opening) ?? true);
}
till.open = open;

function later(key) {
  const one = { key, undo: null };
  early.push(one);
  return () => (one.undo ? one.undo() : (one.key = ""));
}

/* What sells is fetched at once; all the rest when nobody waits for anything: it is here then whatever becomes of the network, or of the
   release behind it. The worker keeps it for the next time. */
async function fetchRest() {
  await Promise.allSettled(FIRST.map(fetched));
  await new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));
  standing();
  for (const name of Object.keys(SHEETS)) fetched(name).catch(() => {});
  import("../waits.js").catch(() => {});
  countHolds();
}

/* how it stands, and that a turn has ended, is said in words that come with the rest */
function standing() {
  const rest = Promise.all([seldom(), import("./notices.js"), import("./lock.js"), import("./buyer.js"), import("./typing.js")]);
  rest.then(([, { notices }, lock, buyer, typing]) => (screen.tell(notices), show(), leads && (lock.watch(till), buyer.watch(till), typing.watch(till, drawShelf))), () => setTimeout(standing, SHORTLY));
}

// --- hands

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button || sheet.isOpen()) return;
  const { key, pay, product, chip, deed, does } = button.dataset;
  const line = button.closest("#cart > [data-n]");
  if (key) press(key);
  else if (pay !== undefined) open("pay");
  else if (button.dataset.do === "discount") open("discount");
  else if (button.dataset.do === "count") till.doing = "count";
  else if (line) onLine(Number(line.dataset.n), deed ?? "mark");
  else if (button.closest(".good, [data-product]")) put(till.catalogue.byId(Number((button.closest("[data-product]") ?? { dataset: { product } }).dataset.product)));
  else if (chip !== undefined) [till.shelf, till.found, till.news] = [chip, null, {}], drawShelf(), show();
  else if (does || button.id) ACTS[does || button.id]?.();
});

const ACTS = {
  sync: () => open("tray"), tray: () => open("tray"), more: () => open("more"), holds: () => open("hold"), member: () => open("member"), pin: () => open("pin"),
  leave: () => change(sales.join(till.sale, null)), retry: () => catalogue.refresh().then(openCatalogue), enrol: () => open("enrol"),
};

document.getElementById("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = document.getElementById("q");
  const text = box.value.trim();
  box.value = "";
  find(text);
});

listen({ scanned: scan, typed: press, entered: () => (sheet.isOpen() ? sheet.enter() : leads && till.mayPay && open("pay")) });

// --- how it stands

async function refreshState() {
  till.state = await outbox.state();
  screen.drawSync(till.state);
  if (till.sale) show();
}

const countHolds = () => SHEETS.hold().then(({ count }) => count()).catch(() => {});

for (const news of ["till:outbox", "online", "offline"]) (news === "till:outbox" ? document : window).addEventListener(news, refreshState);
document.addEventListener("till:news", ({ detail: { sealed } }) => {
  till.sealed = sealed;
  refreshState();
});
document.addEventListener("till:catalogue", async () => {
  await openCatalogue();
  if (!till.catalogue.facts) location.reload(); // whoever is signed in now is in another store
});
setInterval(refreshState, 60_000);
setInterval(countHolds, 60_000);

// --- beginning

async function begin() {
  [till.device, till.clerk] = [await device(), (await current()) ?? till.clerk];
  await openCatalogue();
  await refreshState();
  change((await draft()) ?? sales.begin(newKey()));
  document.getElementById("starting").hidden = true;
  document.getElementById("till").hidden = false;
  if (matchMedia("(pointer: fine)").matches) document.getElementById("q").focus();
  navigator.storage?.persist?.().catch(() => {}); // else a full disk may wipe what waits here
}

/* One window of the tablet sells: two would write one draft over the other. The other ones wait until it is closed, or take over. */
function alone(options) {
  const held = (lock) => (lock ? lead() : elsewhere());
  navigator.locks.request("till-screen", options, held).catch((error) => {
    if (error.name !== "AbortError") throw error;
    import("./heart.js").then(({ end }) => end(), () => {}); // another window took it over
    elsewhere();
  });
}

async function lead() {
  await begin();
  leads = true;
  const isFetched = fetchRest();
  // a tablet that knows no goods asks for them before anything else
  if (!till.catalogue.size && (await catalogue.refresh())) await openCatalogue();
  await isFetched;
  live();
  return new Promise(() => {}); // as long as the page lives
}

/* its heart begins to beat once it can sell */
function live() {
  import("./heart.js").then(({ begin: beat }) => leads && beat(), () => setTimeout(live, SHORTLY));
}

function elsewhere() {
  leads = false;
  sheet.close();
  document.getElementById("till").hidden = true;
  import("./elsewhere.js").then(({ wait }) => leads || wait(() => alone({ steal: true })), () => setTimeout(() => leads || elsewhere(), SHORTLY));
}

/* a page that lay by, as browsers keep one to come back to, sells no more: another may by now */
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

/* opened from what is kept, which may be of yesterday: how the store stands is that of now as soon as the worker has it */
navigator.serviceWorker?.addEventListener("message", ({ data: { renewed } }) => {
  const { dataset } = new DOMParser().parseFromString(renewed, "text/html").body;
  for (const fact of ["storeState", "opening", "unsealed", "reset"]) said[fact] = dataset[fact] ?? "";
  show();
});

/* whoever signs out leaves nobody's names here; a turn goes when he is out (the worker, waits.js): without network nobody is, and a lock stays */
document.addEventListener("submit", ({ target }) => {
  if (target.action?.endsWith("/logout")) import("./people.js").then(({ wipe }) => wipe());
});

if (navigator.locks) alone({ ifAvailable: true });
else lead();
