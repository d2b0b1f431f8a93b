// One sheet lies over the till at a time: choices on the left, keys on the right where they always are. Beneath it nothing can be reached
// (a modal dialog). Its template says what it looks like; whoever opens it, what its keys do.
import { cash, element, slots, word } from "./dom.js";
import { quantity } from "./rules.js";

const REFUSED = 5000; // milliseconds
const dialog = document.getElementById("sheet");
let now = null;

/* returns the places of the sheet by their names. `closed` runs when it is left by Escape or its way back, `press(key)` for keys of the
   screen or the keyboard and may return how it is undone, `enter` for the large key, `scanned(code)` says whether it made way for a scan, or
   null where it took it itself; `stays()` whether something is under way that nobody may lose. */
export function show(id, does = {}) {
  dialog.replaceChildren(document.getElementById(id).content.cloneNode(true));
  dialog.dataset.sheet = id;
  now = does;
  const places = slots(dialog);
  places.title.id = "sheet-title";
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector("[autofocus]") ?? places.title).focus({ preventScroll: true });
  return places;
}

export function close() {
  now = null;
  if (dialog.open) dialog.close();
  dialog.replaceChildren();
}

export const isOpen = () => dialog.open;
export const stays = () => Boolean(now?.stays?.());
export const press = (key) => now?.press?.(key);
export const scanned = (code) => (now?.scanned ? now.scanned(code) : false);
export const enter = () => now?.enter?.();

/* says for a moment that it does not take what was scanned; its own trouble stays what it is */
export function refuse(text) {
  dialog.querySelector("[data-refused]")?.remove();
  const line = element("p", text, "error");
  line.role = "alert";
  line.dataset.refused = "";
  dialog.querySelector(".how > header").after(line);
  setTimeout(() => line.remove(), REFUSED);
}

export function leave() {
  const { closed } = now ?? {};
  close();
  closed?.();
}

/* Escape, twice: the second a browser does not let anybody prevent */
dialog.addEventListener("close", () => now && !dialog.open && leave());

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  leave();
});

dialog.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  // the second half of a double tap was meant for the key that opened the sheet
  if (event.detail > 1 && button.type === "submit") event.preventDefault();
  else if (button.dataset.key) press(button.dataset.key);
  else if (button.dataset.do === "leave") leave();
});

/* a field beside the keys has no form of its own */
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input") || event.target.form) return;
  event.preventDefault();
  enter();
});

dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});

/* What is typed by keys: digits, a point, back, clear. `changed` hears the text; the first key after `set` starts afresh. */
export function typist(changed, { most = 11, point = true } = {}) {
  let text = "";
  let fresh = true;
  const said = (next, isFresh) => {
    const was = [text, fresh];
    [text, fresh] = [next, isFresh];
    changed(text);
    return () => said(...was);
  };
  return {
    press(key) {
      if (key === "clear" || key === "drop") return said("", false);
      if (key === "back") return said(fresh ? "" : text.slice(0, -1), false);
      const before = fresh ? "" : text;
      if (key === "." && (!point || before.includes("."))) return undefined;
      return said(`${before}${key === "." && !before ? "0" : ""}${key}`.slice(0, most), false);
    },
    set: (next) => { said(next, true); },
  };
}

/* a sheet's trouble is said where its large key is */
export function trouble(places, text) {
  places.trouble.textContent = text;
  places.trouble.hidden = !text;
}

/* why something could not be kept on the tablet */
export const unkept = (error) => word(error?.name === "QuotaExceededError" ? "full" : "failed");

/* a button shows that it is under way, and is pressed once */
export async function busy(button, act) {
  if (button.getAttribute("aria-busy") === "true") return undefined;
  button.setAttribute("aria-busy", "true");
  try {
    return await act();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/* the sale's lines as they stand beside the keys */
export function slim(list, worked, extra = null) {
  const rows = worked.lines.map(({ line, amount }) => row(line.name, line.weighed ? `${quantity({ thousandths: line.quantity })} ${line.unit}` : quantity({ thousandths: line.quantity }), amount));
  if (extra) rows.push(extra);
  list.replaceChildren(...rows);
}

export function row(name, many, fen, cls = "") {
  const made = element("li", "", cls);
  const said = element("span", `${name} `);
  said.append(element("span", `× ${many}`, "mute"));
  made.append(said, cash(fen));
  return made;
}
