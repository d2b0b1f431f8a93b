// The page's templates and words, and small things that are drawn everywhere. No text is written here: the page of the till holds those of
// every sale, the part that it names the others, in the language of whoever is signed in.
import { yuan } from "./rules.js";

const PATIENCE = 15_000; // milliseconds
const words = new Map();
const learn = ({ content }) => { for (const one of content.children) words.set(one.dataset.w, one); };
learn(document.getElementById("words"));

/* The part comes when the till stands, or with the first sheet that needs it, and what it looks like with it. Its address names what it says: the
   server gives it to no page of another release, and the worker keeps it with the page that names it. */
let part = null;
export function seldom() {
  part ??= fetchPart();
  part.catch(() => { part = null; });
  return part;
}

async function fetchPart() {
  const { part: address, sheets } = document.body.dataset;
  const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw answer;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await Promise.all(sheets.split(" ").map(dressed)); // not before: each try would add them once more
  for (const template of page.querySelectorAll("template")) {
    if (template.id === "later-words") learn(template);
    else document.body.append(template);
  }
}

function dressed(href) {
  return new Promise((done, fail) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done });
    link.onerror = () => { link.remove(); fail(); };
    document.head.append(link);
  });
}

/* a sentence of the shell; `n` chooses between one and many where a language does */
export function word(name, facts = {}) {
  const found = words.get(name);
  if (!found) return "";
  const text = facts.n === 1 && found.dataset.one ? found.dataset.one : found.textContent;
  return text.replace(/\{(\w+)\}/g, (whole, key) => facts[key] ?? whole);
}

/* a piece of the shell, and its places by their names */
export function cut(id) {
  const part = document.getElementById(id).content.firstElementChild.cloneNode(true);
  return { part, ...slots(part) };
}

export function slots(part) {
  const found = {};
  for (const one of [part, ...part.querySelectorAll("[data-s]")]) if (one.dataset.s) found[one.dataset.s] = one;
  return found;
}

export const money = (fen) => `${fen < 0 ? "−" : ""}¥${yuan({ fen: Math.abs(fen) })}`;

/* as it is read aloud: the yuan large, sign and fen only confirm */
export function cash(fen) {
  const [before, after] = yuan({ fen: Math.abs(fen) }).split(".");
  const sum = document.createElement("data");
  sum.className = "money";
  sum.value = String(fen);
  if (fen < 0) sum.append("−");
  sum.append(small("¥"), before, small(`.${after}`));
  return sum;
}

/* into a place: what stands there already says another sum, for nodes that are made anew are styled and laid out anew */
export function write(place, fen) {
  const sum = place.lastElementChild;
  if (sum?.childNodes.length !== 3 || fen < 0) return place.replaceChildren(cash(fen));
  const [before, after] = yuan({ fen }).split(".");
  sum.value = String(fen);
  sum.childNodes[1].data = before;
  sum.lastChild.firstChild.data = `.${after}`;
  return undefined;
}

export function element(name, text = "", cls = "") {
  const made = document.createElement(name);
  if (cls) made.className = cls;
  made.textContent = text;
  return made;
}

const small = (text) => element("small", text);

export function icon(name) {
  const made = document.getElementById("icon").content.firstElementChild.cloneNode(true);
  const use = made.firstElementChild;
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#i-${name}`);
  return made;
}

/* the one polite line for the ear: of several deeds in a row the last */
const SOON = 60; // milliseconds
let saying = 0;
export function say(text) {
  const line = document.getElementById("spoken");
  clearTimeout(saying);
  if (line.textContent) line.textContent = "";
  if (text) saying = setTimeout(() => { line.textContent = text; }, SOON);
}

export const clock = (moment) => new Date(moment).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone });
export const stamp = (moment) => new Date(moment).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: document.body.dataset.zone });
