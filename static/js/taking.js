// A link to a file shows that the file is being made, and says where it did not arrive: a browser says nothing until it begins to.
import { toast, word } from "./say.js";

const KEPT = 60_000; // milliseconds that a browser may take to store what it was handed

/* A window without a browser around it – a view inside another app, a page on the home screen of an iPhone – does nothing with what it is
   handed; what the server sends, it or the app may show. */
const stores = ({ standalone, userAgent }) => !standalone && /Safari\//.test(userAgent) && !/Version\/\S+ Chrome\//.test(userAgent);

export async function take(link) {
  if (!stores(navigator)) return hand(link.href, link.download);
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    const file = named(answer.headers.get("Content-Disposition") ?? "");
    if (answer.status >= 500) return toast(word("failed"), "bad");
    if (!answer.ok || !file) return location.assign(link.href); // no file but a page, which says why
    const address = URL.createObjectURL(await answer.blob());
    hand(address, file);
    setTimeout(() => URL.revokeObjectURL(address), KEPT);
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

/* by a link that stands in no page, so that nobody takes it over again */
function hand(href, download) {
  Object.assign(document.createElement("a"), { href, download }).click();
}
