// A card dragged to another stage asks for what the button in its file asks for: taken, the board stays; refused, the file opens
// and says what is missing. By keyboard and finger the file's own button does it. page.js fetches this for a mouse.
const FAR = 6; // pixels that make a press a drag

let held = null; // { card, x, y }
let over = null;

document.addEventListener("pointerdown", ({ target, pointerType, button, clientX: x, clientY: y }) => {
  const card = pointerType === "mouse" && button === 0 && target.closest?.("[data-moves] .ticket");
  held = card ? { card, x, y } : null;
});

/* a browser would drag the link's address, or mark words, instead */
for (const kind of ["dragstart", "selectstart"]) document.addEventListener(kind, (event) => held && event.preventDefault());

document.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
  if (!held) return;
  const { card } = held;
  if (!card.classList.contains("held") && Math.hypot(x - held.x, y - held.y) < FAR) return;
  card.classList.add("held");
  card.style.translate = `${x - held.x}px ${y - held.y}px`;
  const stage = document.elementFromPoint(x, y)?.closest(".board > section");
  light(stage && stage !== card.parentElement ? stage : null);
});

document.addEventListener("pointerup", () => {
  const dragged = held?.card.matches(".held");
  if (dragged && over) move(held.card.querySelector("a").pathname, over.querySelector("h2").id.slice("stage-".length));
  // what was dragged is not opened by letting it go
  if (dragged) {
    const stay = (event) => event.preventDefault();
    addEventListener("click", stay, true);
    setTimeout(() => removeEventListener("click", stay, true), 50);
  }
  letGo();
});

addEventListener("blur", letGo);
document.addEventListener("keydown", ({ key }) => key === "Escape" && letGo());

function letGo() {
  held?.card.classList.remove("held");
  if (held) held.card.style.translate = "";
  held = null;
  light(null);
}

function light(stage) {
  if (stage === over) return;
  over?.classList.remove("over");
  over = stage;
  over?.classList.add("over");
}

function move(file, stage) {
  const form = document.createElement("form");
  form.hidden = true;
  form.method = "post";
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const facts = { csrf_token: document.querySelector("[name=csrf-token]").content, _key: key, stage };
  for (const [name, value] of Object.entries(facts)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.setAttribute("hx-post", `${file}/stage?board=${encodeURIComponent(location.search.slice(1))}`);
  form.setAttribute("hx-target", "#main");
  form.setAttribute("hx-swap", "outerHTML");
  document.querySelector("#main").append(form);
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.response.status === 422) history.pushState({ htmx: true }, "", file);
  }, { once: true });
  window.htmx.process(form);
  form.requestSubmit();
}
