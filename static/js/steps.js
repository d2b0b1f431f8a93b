// A long form in steps, form.in-steps: the address's fragment says which one shows, which the style sheet does. Here the bar's buttons
// follow it, a step that has an error comes forward, and the enter key goes on where it would send too early.
const WRONG = '[aria-invalid="true"]';
const form = () => document.querySelector("form.in-steps");
const shown = () => [...(form()?.querySelectorAll(".step") ?? [])].find((step) => step.checkVisibility());

/* the same page all the while: going back leaves the form, as from any other */
function go(step) {
  location.replace(`#${step.id}`);
  follow();
}

function follow() {
  const step = shown();
  if (!step) return;
  const steps = [...form().querySelectorAll(".step")];
  const at = steps.indexOf(step);
  named();
  const [back, next, send] = form().querySelectorAll(".thumb > *");
  back.hidden = at === 0;
  back.href = `#${steps[Math.max(at - 1, 0)].id}`;
  next.hidden = at === steps.length - 1;
  send.hidden = !next.hidden;
  if (next.hidden) return;
  next.href = `#${steps[at + 1].id}`;
  next.textContent = next.dataset.says.replace("…", step.querySelectorAll(".steps a")[at + 1].textContent);
}

/* which shop it is stays in sight */
function named() {
  const title = document.querySelector("h1");
  const name = form().hasAttribute("data-title") && form().elements.name.value.trim();
  title.dataset.was ??= title.textContent;
  title.textContent = name || title.dataset.was;
}

function forward() {
  const wrong = form()?.querySelector(`.errors ~ .step ${WRONG}`)?.closest(".step");
  if (!wrong) return follow();
  const held = document.activeElement;
  go(wrong);
  if (held?.matches(".errors")) held.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".in-steps a[href^='#step-']");
  if (!link) return;
  event.preventDefault();
  const step = document.querySelector(link.hash);
  go(step);
  scrollTo(0, 0);
  const title = step.querySelector("h2");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
});

/* before anybody else sends it */
addEventListener("submit", (event) => {
  const next = event.target === form() && form().querySelector("[data-next]");
  if (!next || next.hidden) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  next.click();
}, true);

/* asked to fill in what lies in another step: that one comes forward first */
document.addEventListener("invalid", ({ target }) => {
  const step = target.closest(".in-steps > .step");
  if (step && target === target.form.querySelector(":invalid:not(fieldset)")) go(step);
}, true);

addEventListener("hashchange", follow);
/* a page opened at a later step counts as there only once it is whole; what the device kept is written in later still */
addEventListener("pageshow", follow);
document.addEventListener("draft:restored", follow);
document.addEventListener("htmx:after:settle", forward);
forward();
