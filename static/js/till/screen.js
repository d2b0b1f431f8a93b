// Draws the till. Everything has its own node: a line that changes is one node that changes, so that a scan is a line at once.
import { cash, cut, element, icon, money, slots, word, write } from "./dom.js";
import { MILLI } from "./sale.js";
import { quantity, yuan } from "./rules.js";

const at = (id) => document.getElementById(id);
const rows = new Map(); // of the cart, by the line's n
const tiles = new Map(); // by product
const sums = slots(at("sums"));
const tools = cut("till-tools"); // of the marked line, and in no other: their signs are fetched once
const pays = [...document.querySelectorAll("#till [data-pay]")];

/* Drawn at the end of the deed that changed it, so that the next frame has only to show it; what changes again before that frame – a scanner's
   thirteen keys – is drawn with it, once. */
let frame = 0;
let isStale = false;
export function show(till) {
  isStale = true;
  if (frame) return;
  queueMicrotask(() => draw(till));
  frame = requestAnimationFrame(() => {
    frame = 0;
    draw(till);
  });
}

function draw(till) {
  if (!isStale) return;
  isStale = false;
  drawSeller(till.clerk);
  if (till.sale) drawSale(till);
  drawNotices(till);
  reveal();
}

function drawSale(till) {
  drawMember(till);
  drawLines(till);
  drawSums(till);
  drawTags(till.worked);
}

// --- who sells: nobody where a turn ended, and then nothing can be touched but the sheet over it

let selling;
function drawSeller({ id, name }) {
  if (selling === name) return;
  selling = name;
  at("till").inert = !id;
  at("pin").setAttribute("aria-label", word("seller", { name }));
  at("pin").querySelector("b").textContent = name || "–";
}

// --- who buys

let buyer;
function drawMember({ sale }) {
  if (buyer === sale.member) return;
  buyer = sale.member;
  const { part, ...places } = cut(buyer ? "till-member" : "till-nobody");
  if (buyer) {
    places.face.textContent = buyer.surname || "–";
    places.name.textContent = `${buyer.surname ?? ""}*`;
    places.four.textContent = word("four", { four: buyer.last_four });
    places.facts.textContent = facts(buyer);
  }
  at("member").replaceChildren(...part.children);
}

/* what a clerk may say of a member */
export function facts(member) {
  const said = [member.home === false || !member.level ? word(member.home === false ? "elsewhere" : "here") : "", member.level ? word(`level.${member.level}`) : ""];
  if (member.points) said.push(word("points", { n: member.points }));
  if (member.owed) said.push(word("owes", { sum: money(member.owed) }));
  return said.filter(Boolean).map((one) => one.replaceAll(" ", "\u00a0")).join(" · "); // each on one line
}

// --- the cart

let drawn = "";
function drawLines({ sale, worked, facts: { rules = [] } }) {
  const list = at("cart");
  const seen = new Set();
  if (drawn !== sale.key) rows.clear(), list.replaceChildren(); // another sale counts its lines anew
  drawn = sale.key;
  for (const one of worked.lines) {
    seen.add(one.n);
    if (!rows.has(one.n)) rows.set(one.n, fresh(one, list));
    const row = rows.get(one.n);
    if (!isSame(row, one, sale.at === one.n)) dress(row, one, sale.at === one.n, rules);
  }
  for (const [n, row] of rows) {
    if (seen.has(n)) continue;
    row.part.remove();
    rows.delete(n);
  }
  if (!rows.has(sale.at)) tools.part.remove();
  if (!seen.size && !at("nothing")) list.append(cut("till-nothing").part);
  else if (seen.size) at("nothing")?.remove();
  const label = word("lines", { n: seen.size });
  if (list.getAttribute("aria-label") !== label) list.setAttribute("aria-label", label);
}

function fresh({ n, line }, list) {
  const row = { ...cut("till-line"), told: {} };
  row.part.dataset.n = n;
  row.name.textContent = line.name;
  list.append(row.part);
  return row;
}

/* whether a line stands as it is: a sale's line is another one where it changes, and no rule takes anything off it */
function isSame(row, { line, unitPrice, benefits }, isMarked) {
  const was = row.was ?? {};
  row.was = { line, unitPrice, isMarked, isPlain: !benefits.length };
  return was.line === line && was.unitPrice === unitPrice && was.isMarked === isMarked && was.isPlain && row.was.isPlain;
}

/* each place is written where it says something else: what is written is laid out and painted */
function dress(row, one, isMarked, rules) {
  const { line } = one;
  const differs = (place, told) => row.told[place] !== told && ((row.told[place] = told), true);
  if (differs("amount", one.amount)) write(row.amount, one.amount);
  if (differs("count", [line.quantity, one.unitPrice].join())) {
    const many = element("span", `${quantity({ thousandths: line.quantity })}${line.weighed ? ` ${line.unit}` : ""}`, "many");
    row.count.replaceChildren(many, " × ", ...(one.unitPrice < line.price ? [element("s", yuan({ fen: line.price })), " "] : []), yuan({ fen: one.unitPrice }));
  }
  if (differs("saved", one.saved)) row.saved.textContent = one.saved ? word("saved", { sum: money(one.saved) }) : "";
  const why = reasons(one, rules).join(" · ");
  if (differs("why", why)) [row.why.textContent, row.why.hidden] = [why, !why];
  if (differs("none", !line.quantity)) row.part.classList.toggle("none", !line.quantity);
  if (differs("seen", isMarked && line.quantity) && isMarked) hidden = row.part;
  if (!differs("marked", isMarked)) return;
  row.pick.setAttribute("aria-pressed", String(isMarked));
  row.part.classList.toggle("on", isMarked);
  if (isMarked) equip(row, line);
}

function equip(row, { name, weighed }) {
  for (const step of [tools.less, tools.more]) step.hidden = weighed;
  for (const deed of ["less", "more", "drop", "cut"]) tools[deed].setAttribute("aria-label", word(`line.${deed}`, { name }));
  row.why.before(tools.part);
}

/* the marked line is seen; after all is drawn, so that the page is laid out once */
let hidden = null;
function reveal() {
  const list = hidden?.parentElement; // none where it is gone by now
  if (list && list.scrollHeight > list.clientHeight) hidden.scrollIntoView({ block: "nearest" });
  hidden = null;
}

/* what makes a line cheaper, in words a clerk can say; the members' price stands struck through beside it */
function reasons({ benefits, byHand, line }, rules) {
  const said = benefits.filter(({ kind }) => kind !== "member_price").map(({ rule, kind, fen }) => `${rules.find(({ id }) => id === rule)?.words || word(`kind.${kind}`)} −${yuan({ fen })}`);
  if (byHand) said.push(`${line.discount.why} −${yuan({ fen: byHand })}`);
  return said;
}

// --- the sum

let summed = "";
function drawSums({ worked, mayPay }) {
  for (const button of pays) button.disabled = !mayPay;
  const { pieces, saved, ordinary, would, total } = worked;
  const told = [pieces, saved, ordinary, would, total].join();
  if (summed === told) return;
  summed = told;
  sums.pieces.textContent = word("pieces", { n: pieces });
  if (saved) sums.pieces.append(element("span", ` · ${word("ordinary", { sum: money(ordinary) })}`, "wide-only"));
  const said = saved ? word("saved.all") : would ? word("would") : "";
  if (sums.saved.firstChild?.data !== `${said} `) sums.saved.replaceChildren(...(said ? [`${said} `, cash(saved || would)] : []));
  else write(sums.saved, saved || would);
  write(sums.total, total);
}

// --- the shelf

/* tiles of products; `featured` ones say so */
export function drawGoods(products, { member, featured, label }) {
  const list = at("goods");
  tiles.clear();
  list.setAttribute("aria-label", label);
  list.replaceChildren(...products.map((product) => {
    const tile = cut("till-good");
    tile.part.dataset.product = product.id;
    tile.name.textContent = product.name;
    tile.unit.textContent = [product.weighed ? word("by.weight") : "", product.spec ?? "", product.spec && !product.weighed ? "" : product.unit].filter(Boolean).join(" · ");
    const cheaper = member && product.member_price !== null && product.member_price < product.price;
    tile.price.classList.toggle("is-accent", Boolean(cheaper));
    tile.sum.replaceChildren(...(cheaper ? [element("span", `${word("member.price")} `, "vh")] : []), cash(cheaper ? product.member_price : product.price));
    if (featured.has(product.id)) tile.part.classList.add("featured");
    tiles.set(product.id, tile);
    return tile.part;
  }));
  if (!products.length) list.append(element("li", word("goods.none"), "wide soft"));
}

function drawTags(worked) {
  const inside = new Map();
  for (const { line } of worked.lines) inside.set(line.product, (inside.get(line.product) ?? 0) + line.quantity);
  for (const [id, tile] of tiles) {
    const many = inside.get(id) ?? 0;
    if ((tile.many ?? 0) === many) continue;
    tile.many = many;
    tile.tag.hidden = !many;
    const said = many % MILLI ? quantity({ thousandths: many }) : `×${quantity({ thousandths: many })}`;
    if (tile.tag.firstChild) tile.tag.lastChild.data = said;
    else if (many) tile.tag.append(element("span", `${word("inside")} `, "vh"), said);
  }
}

export function drawChips(chips, current) {
  at("chips").replaceChildren(...chips.map(({ name, label }) => {
    const chip = element("button", label, "chip");
    chip.type = "button";
    chip.dataset.chip = name;
    if (name === current) chip.setAttribute("aria-current", "true");
    return chip;
  }));
}

// --- how it stands

export const standing = ({ online, stuck }) => (!online ? "offline" : stuck === "door" ? "door" : "online");

export function drawSync({ online, waiting, refused, stuck }) {
  const button = at("sync");
  const [state, count] = slotsOf(button);
  button.classList.toggle("late", waiting.length > 0 && !refused.length);
  button.classList.toggle("bad", refused.length > 0);
  state.textContent = word(standing({ online, stuck }));
  count.textContent = refused.length ? word("refused", { what: much(refused) }) : waiting.length ? word("waiting", { what: much(waiting) }) : word("all.sent");
}

/* how many orders, and how many new members */
export function much(rows) {
  const members = rows.filter(({ kind }) => kind === "member").length;
  const orders = rows.length - members;
  return [orders ? word("orders", { n: orders }) : "", members ? word("members", { n: members }) : ""].filter(Boolean).join(word("comma"));
}

const slotsOf = (button) => button.querySelector("[role=status]").children;

/* What the till has to say above its tiles, the most pressing first: { tone, icon, text, strong?, does?, label?, href? }. How it stands is said by
   what comes later (notices.js). */
let standings = () => [];
export function tell(said) {
  standings = said;
}

/* drawn anew only where they say something else */
let noticed = "";
function drawNotices(till) {
  const { text, tone } = till.news;
  const found = [...standings(till), ...(text ? [{ tone, icon: tone ? "alert" : "check", text }] : [])];
  const told = JSON.stringify(found);
  if (told === noticed) return;
  noticed = told;
  at("notices").replaceChildren(...found.map((one) => {
    const { part, ...places } = cut("till-notice");
    part.classList.add(...(one.tone ? [one.tone] : []));
    places.icon.replaceWith(icon(one.icon));
    places.strong.textContent = one.strong ?? "";
    places.text.textContent = one.text;
    places.does.hidden = !one.does;
    places.link.hidden = !one.href;
    for (const place of [places.does, places.link]) place.textContent = one.label ?? "";
    if (one.does) places.does.dataset.does = one.does;
    if (one.href) places.link.href = one.href;
    return part;
  }));
}
