// An answer waits for a finger: a browser gives no click where the button was replaced between down and up, so what a person
// has begun to press stands until his press has counted.
const LATE = 300; // a finger's click comes a moment after it is lifted; a drag's never

let pressed = null;
let free = [];
let timer = 0;

document.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button !== 0) return;
  clearTimeout(timer);
  pressed = event.target;
}, true);

document.addEventListener("pointerup", (event) => {
  if (event.isPrimary) letGo(LATE);
}, true);
document.addEventListener("click", () => letGo(0), true); // after all who listen to the click
document.addEventListener("pointercancel", () => letGo(0), true);
addEventListener("blur", () => letGo(0));

function letGo(after) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    pressed = null;
    for (const go of free.splice(0)) go();
  }, after);
}

/* htmx ends the request only when the promise has ended, so nothing of the same form overtakes the answer */
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (!pressed || ctx.swap === "none" || !tasks.some(({ target }) => target?.contains?.(pressed))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ctx.extensionPromise = new Promise((go) => free.push(go)).then(() => window.htmx.swap(ctx));
}, true);
