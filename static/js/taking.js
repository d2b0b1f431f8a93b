// A link to a file shows that the file is being made, and says where it did not arrive: a browser says nothing until it begins to.
import { toast, word } from "./say.js";

const KEPT = 60_000; // milliseconds that a browser may take to store what it was handed

export async function take(link) {
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    const file = named(answer.headers.get("Content-Disposition") ?? "");
    if (!answer.ok || !file) return location.assign(link.href); // no file but a page, which says why
    hand(await answer.blob(), file);
  } catch {
    toast(word("offline"), "bad");
  } finally {
    link.removeAttribute("aria-busy");
  }
}

/* a name in ASCII, or as the header encodes any other */
function named(header) {
  const [, coded] = header.match(/filename\*=UTF-8''([^;]+)/i) ?? [];
  return coded ? decodeURIComponent(coded) : header.match(/filename="?([^";]+)/)?.[1];
}

function hand(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}
