// Counting by thumb: [data-tap="field"] adds one to the input of that name in its form, data-by="-1" takes one back.
// Without script the input itself is typed into.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tap]");
  if (!button) return;
  const form = button.form ?? document.querySelector("form");
  const input = form?.elements[button.dataset.tap];
  if (!input) return;
  input.value = String(Math.max(0, (Number(input.value) || 0) + Number(button.dataset.by ?? 1)));
  paint(form, input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  navigator.vibrate?.(10);
});

/* the large figures show what the inputs hold, also after a draft came back */
function paint(form, input) {
  for (const place of document.querySelectorAll(`[data-count="${CSS.escape(input.name)}"]`)) place.textContent = input.value || "0";
}

function paintAll() {
  for (const form of document.forms) for (const input of form.elements) if (input.name) paint(form, input);
}

paintAll();
document.addEventListener("input", ({ target }) => target.form && target.name && paint(target.form, target));
document.addEventListener("draft:restored", paintAll);
document.addEventListener("htmx:after:settle", paintAll);
