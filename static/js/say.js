// The page's voice: one polite line for screen readers, toasts for everyone. The words come from the page, in its language.
const spoken = () => document.getElementById("spoken");

export const word = (name) => spoken()?.dataset[name] ?? "";

export function say(text) {
  const line = spoken();
  if (!line || !text) return;
  line.textContent = "";
  setTimeout(() => { line.textContent = text; }, 60);
}

/* what is said may be about something: then it leads there */
export function toast(text, tone = "", about = "") {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const box = document.createElement("div");
  box.className = `toast ${tone}`.trim();
  const words = document.createElement(about ? "a" : "span");
  if (about) words.href = about;
  words.textContent = text;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "btn";
  away.dataset.dismiss = "";
  away.textContent = word("close");
  box.append(words, away);
  place.replaceChildren(box);
}
