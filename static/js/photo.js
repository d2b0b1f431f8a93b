// Photos: made small and upright before they leave, shown at once, and seen large with turning and swiping.
import { shrink } from "./shrink.js";
import { word } from "./say.js";

const sizes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const megabytes = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${sizes.format(bytes / 1e6)} MB`);

/* choosing */
document.addEventListener("change", ({ target }) => target.matches?.("[data-files] input[type=file]") && take(target));

async function take(input) {
  const photos = (input.accept ?? "").includes("image");
  if (photos && input.files.length) {
    const small = await Promise.all([...input.files].map((file) => shrink(file)));
    put(input, small);
  }
  preview(input);
  input.dispatchEvent(new Event("photos:ready", { bubbles: true }));
}

// chosen before this module was here
for (const input of document.querySelectorAll("[data-files] input[type=file]")) if (input.files.length) take(input);

function put(input, files) {
  const bag = new DataTransfer();
  for (const file of files) bag.items.add(file);
  input.files = bag.files;
}

function preview(input) {
  const list = input.closest("[data-files]").querySelector("[data-previews]");
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...[...input.files].map((file, index) => card(input, list, file, index)));
  list.hidden = !input.files.length;
}

function card(input, list, file, index) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const image = new Image();
    image.className = "photo";
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    item.append(image);
  }
  const name = document.createElement("span");
  name.textContent = `${file.name} · ${megabytes(file.size)}`;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "btn quiet";
  away.textContent = list.dataset.remove;
  away.setAttribute("aria-label", `${list.dataset.remove} ${file.name}`);
  away.addEventListener("click", () => {
    put(input, [...input.files].filter((_, other) => other !== index));
    preview(input);
    input.focus();
  });
  item.append(name, away);
  return item;
}

/* seeing */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-photo]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const photos = link.closest("[data-photos]");
  show([...photos.querySelectorAll("a[data-photo]")], link, photos.dataset);
});

function show(links, first, words) {
  let at = links.indexOf(first);
  let turned = 0;
  const dialog = document.createElement("dialog");
  dialog.className = "large";
  const title = document.createElement("p");
  const view = document.createElement("div");
  view.className = "view";
  const image = new Image();
  view.append(image);
  const head = document.createElement("header");
  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${new URL("../img/icons.svg", import.meta.url).pathname}#i-${name}`);
    svg.append(use);
    return svg;
  };
  const button = (name, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn square";
    made.setAttribute("aria-label", label);
    made.append(icon(name));
    made.addEventListener("click", act);
    return made;
  };
  const paint = () => {
    const link = links[at];
    const name = link.querySelector("img")?.alt ?? "";
    image.src = link.href;
    image.alt = name;
    image.className = turned ? `turned-${turned}` : "";
    title.textContent = links.length > 1 ? `${at + 1} / ${links.length}  ${name}` : name;
  };
  const step = (by) => { at = (at + by + links.length) % links.length; turned = 0; paint(); };
  const turn = () => { turned = (turned + 90) % 360; paint(); };
  title.id = "photo-title";
  title.setAttribute("aria-live", "polite");
  dialog.setAttribute("aria-labelledby", title.id);
  head.append(title);
  if (links.length > 1) head.append(button("left", words.before, () => step(-1)), button("right", words.after, () => step(1)));
  head.append(button("turn", words.turn, turn), button("x", word("close"), () => dialog.close()));
  dialog.append(head, view);
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft" && links.length > 1) step(-1);
    if (key === "ArrowRight" && links.length > 1) step(1);
    if (key === "r") turn();
  });
  swipe(view, (by) => links.length > 1 && step(by));
  dialog.addEventListener("close", () => { dialog.remove(); links[at].focus(); }, { once: true });
  document.body.append(dialog);
  paint();
  dialog.showModal();
}

function swipe(view, step) {
  let from = null;
  view.addEventListener("pointerdown", (event) => { from = event.isPrimary ? event.clientX : null; });
  view.addEventListener("pointerup", (event) => {
    if (from !== null && Math.abs(event.clientX - from) > 50) step(event.clientX < from ? 1 : -1);
    from = null;
  });
}
