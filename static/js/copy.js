// Words to take along: a click selects them all, [data-copies="id"] puts them on the clipboard.
import { toast } from "./say.js";

document.addEventListener("click", async ({ target }) => {
  target.closest?.(".copyable > textarea")?.select();
  const button = target.closest?.("[data-copies]");
  if (!button) return;
  const box = document.getElementById(button.dataset.copies);
  box.focus();
  box.select();
  toast((await copied(box.value)) ? button.dataset.copied : button.dataset.copy);
});

/* without https a browser keeps its clipboard to itself, but still copies what is selected */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
