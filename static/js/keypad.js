// Keys for a finger: they type into the field the pad names, and under the total into the quantity of the marked line.
import { enqueue } from "./till.js";

const PAUSE = 600; // after this long without a key the sale is worked out anew
const LONGEST = 11;
let typing = ""; // the field that the next key goes on in; any other one starts afresh
let timer = 0;

document.addEventListener("click", ({ target }) => {
  const key = target.closest?.("[data-key]");
  if (key) return press(key.dataset.key, key.closest("[data-keypad]").dataset.keypad);
  const line = target.closest?.("#till .cart > [data-line]");
  if (line && !target.closest("button")) mark(line);
});

document.addEventListener("focusin", ({ target }) => {
  const line = target.closest?.("#till .cart > [data-line]");
  if (line) mark(line);
});

function press(key, name) {
  const line = document.querySelector("#till .cart > .on");
  const field = name ? document.getElementById(name) : line?.querySelector("input.input");
  if (!field) return;
  if (key === "more" || key === "less") return step(key, line);
  const value = typing === field.id ? field.value : "";
  if (key === "clear") field.value = "";
  else if (key === "back") field.value = field.value.slice(0, -1);
  else if (key === "." ? !value.includes(".") : true) field.value = `${value}${key === "." && !value ? "0" : ""}${key}`.slice(0, LONGEST);
  typing = field.id;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (!name) reckon(field);
}

function step(key, line) {
  clearTimeout(timer);
  typing = "";
  enqueue({ does: `${key}:${line.dataset.product}`, q: "" });
}

function reckon(field) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    typing = "";
    if (document.getElementById(field.id)?.value) enqueue({ does: "count", q: "" });
  }, PAUSE);
}

function mark(line) {
  if (line.classList.contains("on")) return;
  typing = "";
  for (const other of line.parentElement.querySelectorAll(".on")) other.classList.remove("on");
  line.classList.add("on");
  document.getElementById("at").value = line.dataset.line;
}

/* where there are keys no other keyboard comes up; the mark set while an answer was on its way stays */
function dress() {
  const at = document.getElementById("at");
  const line = at && document.querySelector(`#till .cart > [data-line="${CSS.escape(at.value)}"]`);
  if (line) mark(line);
  for (const pad of document.querySelectorAll("[data-keypad]")) {
    if (!pad.checkVisibility()) continue;
    const fields = pad.dataset.keypad ? [document.getElementById(pad.dataset.keypad)] : document.querySelectorAll("#till .cart .input");
    for (const field of fields) field.inputMode = "none";
  }
}

dress();
document.addEventListener("htmx:after:swap", dress);
