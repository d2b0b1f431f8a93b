// What every page needs from script: answers land in the right place, focus and voice follow, nothing is sent twice.
import { say, toast, word } from "./say.js";

// before htmx begins, which waits for the whole page; said here, it is not sent with each page
Object.assign(globalThis.htmx.config, { includeIndicatorCSS: false, defaultSwap: "outerHTML", defaultSettleDelay: 0 });

const WRONG_INPUT = [409, 422]; // answers that belong where the form was
const ANSWERS = [401, ...WRONG_INPUT];

/* one deed, one request: a plain form is sent once, its button shows that it is under way */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
  if (form.dataset.sent) return event.preventDefault();
  if (form.method !== "post") return;
  form.dataset.sent = "yes";
  busy(event.submitter, true);
});

/* coming back by the back button finds the form ready again */
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[data-busy]")) busy(button, false);
});

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const aim = ctx.request.submitter?.getAttribute("formaction");
  if (aim) ctx.request.action = aim;
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  busy(ctx.request.submitter, true);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  busy(ctx.request.submitter, false);
});

/* the answer is here: decide where it belongs before it is put in place */
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { status, raw } = ctx.response;
  const whole = /^\s*(<!--[\s\S]*?-->\s*)?<!doctype/i.test(ctx.text ?? "");
  const toMain = ctx.target?.id === "main";
  if (ctx.hx.redirect || ctx.hx.location || ctx.hx.refresh) return;
  // through the door: the next page has another frame
  if (raw.redirected && document.body.classList.contains("door")) {
    ctx.swap = "none";
    location.assign(raw.url);
    return;
  }

  // an error must not take the page, or what was typed in it, away
  const writes = ctx.request.method !== "GET";
  if (status >= 400 && !(toMain ? !writes || ANSWERS.includes(status) : WRONG_INPUT.includes(status))) {
    ctx.swap = "none";
    ctx.hx.retarget = ctx.hx.reswap = undefined;
    toast(headline(ctx.text) || word(status < 500 ? "refused" : "failed"), "bad");
    return;
  }
  // what was stored before is no news beside what was refused now
  if (status >= 400) document.getElementById("toasts")?.replaceChildren();
  if (whole && ctx.target !== document.body) {
    if (!holds(ctx.text, ctx.target)) {
      ctx.swap = "none";
      if (status < 400) location.assign(raw.url);
      return;
    }
    ctx.select = `#${ctx.target.id}`;
  }
  // the same address is not put into the history twice
  if (ctx.hx.pushurl === location.pathname + location.search) ctx.hx.pushurl = undefined;
});

/* focus and voice follow what changed */
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.swap === "none" || ctx.sourceElement?.closest?.("[data-quiet]")) return;
  const id = ctx.target?.id;
  const place = (id && document.getElementById(id)) || null;
  if (!place) return;
  const summary = place.querySelector(".errors");
  if (summary) {
    summary.focus();
    say(summary.querySelector("b")?.textContent);
  } else if (id === "main") {
    if (!place.contains(document.activeElement)) place.focus({ preventScroll: true });
    if (ctx.response?.raw?.redirected) scrollTo(0, 0);
    const news = document.querySelector("#toasts")?.textContent.trim();
    if (!news) say(`${word("page")} ${place.querySelector("h1")?.textContent.trim() ?? document.title}`);
  } else {
    if (document.activeElement === document.body) focusOn(place);
    say(place.dataset.says);
  }
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  // a field that could not be checked is checked when it is sent
  if (!ctx?.request || ctx.sourceElement?.closest?.("[data-quiet], [data-check]")) return;
  toast(word(navigator.onLine ? "failed" : "offline"), "bad");
});

/* a choice that acts at once has a button beside it for those without script */
document.addEventListener("change", (event) => {
  if (event.target.matches?.("select[data-sends]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.matches("[data-dismiss]")) button.closest(".toast").remove();
  if (button.matches("[data-shows]")) {
    const input = document.getElementById(button.dataset.shows);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  }
});

/* what opens under one's name comes into view */
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches(".who")) target.scrollIntoView({ block: "end" });
}, true);

/* a file that is asked for by hand; a second tab or a name of one's own is the browser's */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[download][href]");
  if (!link || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./taking.js").then(({ take }) => take(link), () => location.assign(link.href));
});

/* a mouse over cards that may be dragged brings what moves them */
document.addEventListener("pointerover", ({ pointerType, target }) => {
  if (pointerType === "mouse" && target.closest?.("[data-moves]")) import("./board.js");
});

function busy(button, on) {
  button?.toggleAttribute("data-busy", on);
  if (on) button?.setAttribute("aria-busy", "true");
  else button?.removeAttribute("aria-busy");
}

function focusOn(place) {
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}

function headline(text) {
  return new DOMParser().parseFromString(text ?? "", "text/html").querySelector("h1")?.textContent.trim();
}

function holds(text, target) {
  return target.id && new DOMParser().parseFromString(text, "text/html").getElementById(target.id);
}

/* buttons that only script can serve appear with it */
function dress(root) {
  for (const button of root.querySelectorAll("[data-shows][hidden], [data-dismiss][hidden], [data-copies][hidden]")) button.hidden = false;
}

dress(document);
document.addEventListener("htmx:after:settle", () => dress(document));

/* a browser that skips its change of pages calls that an error of the page's */
for (const turn of ["pageswap", "pagereveal"]) {
  addEventListener(turn, ({ viewTransition }) => {
    for (const end of ["ready", "finished"]) viewTransition?.[end].catch(() => {});
  });
}
