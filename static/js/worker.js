// The worker: keeps pages for a person's days without network, and what they are made of. It knows of no room: pages tell it which
// to keep ({ viewer, keep, build }), forms are kept and sent by the pages themselves. One worker serves every island of the portal.
// A page whose body says data-kept-first is opened from what is kept, at once, and asked for anew behind it.
const PAGES = "pages"; // of one person; his name lies among them
const PARTS = "parts"; // sheets, scripts and icons, named by the hash of their build
const WHO = "/viewer";
const OFFLINE = "/offline";
const PATIENCE = 6000; // milliseconds a kept page waits for the network
const STALE = 12 * 3600 * 1000;
const MOST = 60;

addEventListener("install", () => skipWaiting());

/* one thing after the other, so that nobody's pages are kept while they are being wiped */
let line = Promise.resolve();
const inLine = (act) => (line = line.then(act).catch(() => {}));

addEventListener("message", (event) => event.waitUntil(inLine(() => heard(event.data))));

async function heard({ viewer, keep, build }) {
  let pages = await caches.open(PAGES);
  const who = await pages.match(WHO);
  if ((who ? await who.text() : "") !== viewer) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
    if (viewer) await pages.put(WHO, new Response(viewer));
  }
  if (!viewer) return;
  for (const address of keep) {
    const kept = await pages.match(address);
    const fresh = kept && kept.headers.get("X-Build") === build && Date.now() - Number(kept.headers.get("X-Kept-At")) < STALE;
    if (!fresh) await keepPage(pages, address, viewer);
  }
  await tidy(pages, build, keep);
}

async function keepPage(pages, address, viewer) {
  const answer = await fetch(address, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (!text.includes(`data-viewer="${viewer}"`)) return; // somebody else signed in meanwhile
  await keepParts(new Set(text.match(/\/static\/[\w./-]+\.(?:css|js|svg)/g)));
  const headers = new Headers({ "X-Build": text.match(/\/static\/(\w+)\//)?.[1] ?? "", "X-Kept-At": String(Date.now()) });
  if (/<body[^>]*\sdata-kept-first/.test(text)) headers.set("X-Kept-First", "yes");
  for (const name of ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  await pages.put(address, new Response(text, { headers }));
}

/* modules name each other: those are kept as well */
async function keepParts(addresses) {
  const parts = await caches.open(PARTS);
  for (const address of addresses) {
    let answer = await parts.match(address);
    if (!answer) {
      answer = await fetch(address);
      if (!answer.ok) continue;
      await parts.put(address, answer.clone());
    }
    if (!address.endsWith(".js")) continue;
    const named = (await answer.text()).matchAll(/(?:from|import)\s*\(?\s*"(\.\.?\/[\w./-]+\.js)"/g);
    for (const [, name] of named) addresses.add(new URL(name, new URL(address, location.origin)).pathname);
  }
}

async function tidy(pages, build, keep) {
  const kept = (await pages.keys()).map((request) => new URL(request.url)).filter(({ pathname }) => pathname !== WHO);
  const spare = kept.filter(({ pathname, search }) => !keep.includes(pathname + search));
  for (const url of spare.slice(0, Math.max(0, kept.length - MOST))) await pages.delete(url);
  const parts = await caches.open(PARTS);
  const builds = new Set([build]);
  for (const url of await pages.keys()) builds.add((await pages.match(url))?.headers.get("X-Build"));
  for (const request of await parts.keys()) if (!builds.has(new URL(request.url).pathname.split("/")[2])) await parts.delete(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(part(request));
  else if (request.mode === "navigate") event.respondWith(navigate(event, url));
});

async function part(request) {
  return (await (await caches.open(PARTS)).match(request)) ?? fetch(request);
}

/* the network first; without it, or with one that does not answer, what is kept */
async function navigate(event, url) {
  const address = url.pathname + url.search;
  const pages = await caches.open(PAGES);
  const kept = await pages.match(address);
  if (kept?.headers.has("X-Kept-First")) {
    event.waitUntil(inLine(() => keepAnew(address)));
    return kept;
  }
  try {
    return await (kept ? Promise.race([fetch(event.request), late()]) : fetch(event.request));
  } catch {
    return kept ?? (await pages.match(OFFLINE)) ?? Response.error();
  }
}

/* for the next time it is opened */
async function keepAnew(address) {
  const pages = await caches.open(PAGES);
  const who = await pages.match(WHO);
  if (who) await keepPage(pages, address, await who.text());
}

const late = () => new Promise((_, fail) => setTimeout(fail, PATIENCE));
