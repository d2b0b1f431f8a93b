// Checks a field when it is left: the form's own address answers with the field, of which only the error is taken over,
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
  const old = field.querySelector(":scope > .error");
  const error = answer.querySelector(":scope > .error");
  const about = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== (old ?? error)?.id);
  old?.remove();
  if (error) {
    field.append(error);
    about.push(error.id);
    control.setAttribute("aria-invalid", "true");
    say(error.textContent);
  } else {
    control.removeAttribute("aria-invalid");
  }
  if (about.length) control.setAttribute("aria-describedby", about.join(" "));
  else control.removeAttribute("aria-describedby");
}
