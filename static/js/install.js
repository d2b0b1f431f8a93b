// The till on the home screen: browsers that offer it are asked by a button of the page; others are told in words how it is done.
const hint = () => document.querySelector("[data-install]");
let offer = null;

function show() {
  const box = hint();
  if (!box || matchMedia("(display-mode: standalone)").matches || navigator.standalone) return;
  const button = box.querySelector("button");
  const byHand = /iPad|iPhone/.test(navigator.userAgent);
  button.hidden = !offer;
  box.querySelector("[data-by-hand]").hidden = !!offer || !byHand;
  box.hidden = !offer && !byHand;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  show();
});
addEventListener("appinstalled", () => {
  offer = null;
  if (hint()) hint().hidden = true;
});
addEventListener("click", async (event) => {
  if (!offer || !event.target.closest("[data-install] button")) return;
  const asked = offer;
  offer = null;
  await asked.prompt();
  show();
});
document.addEventListener("htmx:afterSettle", show);
show();
