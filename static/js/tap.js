// Counting by thumb: [data-tap="field"] adds one to the input of that name in its form, data-by="-1" takes one back.
// Without script the input itself is typed into.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tap]");
  if (!button) return;
  const form = button.form ?? document.querySelector("form");
  const input = form?.elements[button.dataset.tap];
  if (!input) return;
  input.value = String(Math.max(0, (Number(input.value) || 0) + Number(button.dataset.by ?? 1)));
  if (!started.has(input.name) && input.value !== "0") started.set(input.name, Date.now());
  paint(form, input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  navigator.vibrate?.(10);
});

/* counting a few minutes for the whole hour: what that makes an hour, how long it took, how long is left */
const started = new Map();
const minutesOf = (form) => Number(form?.elements.minutes?.value) || 60;
const time = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function project(form, input) {
  for (const place of document.querySelectorAll(`[data-hourly="${CSS.escape(input.name)}"]`)) {
    const minutes = minutesOf(form);
    const counted = Number(input.value) || 0;
    const passed = started.has(input.name) ? (Date.now() - started.get(input.name)) / 60000 : minutes;
    const hourly = Math.round((counted * 60) / (passed > 1 ? Math.min(passed, minutes) : minutes));
    place.hidden = !counted || hourly === counted;
    place.textContent = place.dataset.says.replace("0", String(hourly));
  }
}

setInterval(() => {
  for (const [name, from] of started) {
    const place = document.querySelector(`[data-clock="${CSS.escape(name)}"]`);
    const form = place?.closest("form");
    if (!form) continue;
    const seconds = Math.floor((Date.now() - from) / 1000);
    const left = minutesOf(form) * 60 - seconds;
    const [counted, togo] = place.children;
    place.hidden = false;
    counted.textContent = place.dataset.counted.replace("0", time(seconds));
    togo.textContent = left > 0 ? place.dataset.left.replace("0", time(left)) : place.dataset.over;
    if (left === 0) navigator.vibrate?.([200, 100, 200]);
    project(form, form.elements[name]);
  }
}, 1000);

/* the large figures show what the inputs hold, also after a draft came back */
function paint(form, input) {
  for (const place of document.querySelectorAll(`[data-count="${CSS.escape(input.name)}"]`)) place.textContent = input.value || "0";
  project(form, input);
}

function paintAll() {
  for (const form of document.forms) for (const input of form.elements) if (input.name) paint(form, input);
}

paintAll();
document.addEventListener("input", ({ target }) => target.form && target.name && paint(target.form, target));
document.addEventListener("change", ({ target }) => target.name === "minutes" && paintAll());
document.addEventListener("draft:restored", paintAll);
document.addEventListener("htmx:after:settle", paintAll);
