// Says once, on whatever page is open, that an appointment of one's own is near (C20). Asks every five minutes, however many
// pages are opened in between.
import { viewer } from "./device.js";
import { say, toast } from "./say.js";

const EVERY = 300_000; // milliseconds
const PATIENCE = 15_000;
const key = `soon-${viewer()}`;

async function ask() {
  // nothing lies over the form that somebody counts or writes in: the next page says it
  if (document.visibilityState === "hidden" || !navigator.onLine || document.querySelector("form[data-offline]")) return;
  const { asked = 0, told = [] } = JSON.parse(localStorage.getItem(key) ?? "{}");
  if (Date.now() - asked < EVERY - 1_000) return;
  // what the page itself has to say comes first
  if (document.querySelector("#toasts")?.childElementCount) return void setTimeout(ask, PATIENCE);
  const keep = (known) => localStorage.setItem(key, JSON.stringify({ asked: Date.now(), told: known }));
  keep(told);
  const answer = await fetch(document.body.dataset.soon, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const near = await answer.json();
  keep(near.map((one) => one.key));
  const news = near.find((one) => !told.includes(one.key));
  if (!news) return;
  toast(news.text, "", news.url);
  say(news.text);
}

const quietly = () => ask().catch(() => {}); // no storage or no network: the calendar rings all the same
quietly();
setInterval(quietly, EVERY);
document.addEventListener("visibilitychange", quietly);
