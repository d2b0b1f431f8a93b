// Checks a field when it is left: the form's own address answers with the field, of which only the error or the warning is taken over,
// so that nothing typed, no hint and no caret is lost.
import { say } from "./say.js";

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  const control = ctx.sourceElement;
  if (!control.matches?.("[data-check]")) return;
  const form = control.form;
  if (!form || form.method !== "post") return event.preventDefault();
  ctx.request.action = form.getAttribute("action") || location.pathname;
  ctx.request.body.delete("_key");
  for (const [name, value] of [...ctx.request.body]) if (value instanceof File) ctx.request.body.delete(name);
  control.checkedValue = control.value;
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const control = ctx.sourceElement;
  if (!control?.matches?.("[data-check]")) return;
  event.preventDefault();
  const answer = tasks[0]?.fragment?.querySelector?.(`[name="${CSS.escape(control.name)}"]`)?.closest(".field");
  if (answer && control.isConnected && control.value === control.checkedValue) takeOver(control, answer);
});

function takeOver(control, answer) {
  const field = control.closest(".field");
  const words = ":scope > :is(.error, .caution)";
  const old = [...field.querySelectorAll(words)];
  const said = [...answer.querySelectorAll(words)];
  const about = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && ![...old, ...said].some((one) => one.id === id));
  for (const one of old) one.remove();
  for (const one of said) {
    field.append(one);
    about.push(one.id);
    say(one.textContent);
  }
  if (said.some((one) => one.matches(".error"))) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  if (about.length) control.setAttribute("aria-describedby", about.join(" "));
  else control.removeAttribute("aria-describedby");
}
