// The worker: keeps pages for a person's days without network, and what they are made of. It knows of no room: pages tell it which
// to keep ({ viewer, keep, build }), forms are kept and sent by the pages themselves. One worker serves every island of the portal.
// A page whose body says data-kept-first is opened from what is kept, at once, and asked for anew behind it. What it fetches later – data-part
// – is kept with it, or neither is: no page meets parts of another release. It is for whom it was kept:
// what passes a door of signing in or out, or of another store, ends all that is kept, and who is found to be somebody else gets his own page at once.
const PAGES = "pages"; // of one person; his name lies among them
const PARTS = "parts"; // sheets, scripts and icons, named by the hash of their build, and parts of pages, named by what they say
const PART = /^\/static\/|\/parts\/\w+$/;
const WHO = "/viewer";
const OFFLINE = "/offline";
const DOORS = /^\/(?:login|logout|welcome|store-choice)(?:\/|$)/; // a form sent to one of these may change who is signed in, or at which store
const LOOKS = "/preferences"; // language and colours of all his pages
const PATIENCE = 6000; // milliseconds a kept page waits for the network
const STALE = 12 * 3600 * 1000;
const MOST = 60;
const LONGEST = 60_000; // for one page or part that is being kept: what comes after it waits in line

addEventListener("install", () => skipWaiting());
/* the page that brought it is its own at once: what that one fetches later comes from what is kept */
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

/* one thing after the other, so that nobody's pages are kept while they are being wiped */
let line = Promise.resolve();
const inLine = (act) => (line = line.then(act).catch(() => {}));

addEventListener("message", (event) => event.waitUntil(inLine(() => heard(event.data))));

async function heard({ viewer, keep, build }) {
  let pages = await caches.open(PAGES);
  const who = await pages.match(WHO);
  const was = who ? await who.text() : "";
  if (was !== viewer) {
    await forgetPages();
    if (was) await forgetMembers(); // else nothing of before is here, and what this one has fetched by now is his own
    pages = await caches.open(PAGES);
    if (viewer) await pages.put(WHO, new Response(viewer));
  }
  if (!viewer) return;
  for (const address of keep) {
    const kept = await pages.match(address);
    const fresh = kept?.headers.get("X-Build") === build && kept.headers.has("X-Parts") && Date.now() - Number(kept.headers.get("X-Kept-At")) < STALE;
    if (!fresh) await keepPage(pages, address, viewer);
  }
  await tidy(pages, build, keep);
}

/* pages of one person, and of the till (device.js) the members, which are his store's, those of sales that wait, and who had taken it over
   from him */
const forget = () => forgetPages().then(forgetMembers);
const forgetPages = () => caches.delete(PAGES);

function forgetMembers() {
  return new Promise((done) => {
    const asked = indexedDB.open("portal");
    asked.onupgradeneeded = () => asked.transaction.abort(); // there is none
    asked.onerror = done;
    asked.onsuccess = () => {
      const database = asked.result;
      if (!database.objectStoreNames.contains("members")) return done(database.close());
      const work = database.transaction(["members", "till"], "readwrite");
      work.objectStore("members").clear();
      work.objectStore("till").delete("turn");
      work.oncomplete = work.onabort = () => forgetBuyers(database, done);
      return undefined;
    };
  });
}

/* as till/forget.js does it on a page: the sale stays, and of its member who he is to the server */
function forgetBuyers(database, done) {
  const work = database.transaction("sales", "readwrite");
  const sales = work.objectStore("sales");
  sales.getAll().onsuccess = ({ target: { result } }) => {
    for (const row of result) if (row.sale?.member || row.state === "taking") sales.put(least(row));
  };
  work.oncomplete = work.onabort = () => done(database.close());
}

function least({ sale, name, ...row }) {
  if (!sale) return { ...row, name: "" };
  const { id, key, home, surname } = sale.member;
  const member = sale.lines?.length ? { id, key, home, last_four: "****" } : null;
  return { ...row, name: name === surname ? "" : name, sale: { ...sale, member } };
}

async function unkeep() {
  const pages = await caches.open(PAGES);
  for (const page of await pages.keys()) if (new URL(page.url).pathname !== WHO) await pages.delete(page);
}

const fetched = (address, how = {}) => fetch(address, { ...how, signal: AbortSignal.timeout(LONGEST) });

/* whose page it is: false where it is somebody else's, null where it did not come */
async function keepPage(pages, address, viewer) {
  const answer = await fetched(address, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return null;
  const text = await answer.text();
  if (!text.includes(`data-viewer="${viewer}"`)) return false; // somebody else signed in meanwhile
  const isFirst = /<body[^>]*\sdata-kept-first/.test(text);
  const later = text.match(/(?<=\sdata-part=")[^"]+/g) ?? [];
  // what is opened from here before the network is asked must be whole
  if (!(await keepParts(new Set([...(text.match(/\/static\/[\w./-]+\.(?:css|js|svg)/g) ?? []), ...later]))) && isFirst) return null;
  const headers = new Headers({ "X-Build": text.match(/\/static\/(\w+)\//)?.[1] ?? "", "X-Parts": later.join(" "), "X-Kept-At": String(Date.now()) });
  if (isFirst) headers.set("X-Kept-First", "yes");
  for (const name of ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  await pages.put(address, new Response(text, { headers }));
  return true;
}

/* modules name each other: those are kept as well; whether all of them are */
async function keepParts(addresses) {
  const parts = await caches.open(PARTS);
  let all = true;
  for (const address of addresses) {
    let answer = await parts.match(address);
    if (!answer) {
      answer = await fetched(address, { redirect: "error" }).catch(() => null);
      if (!answer?.ok) {
        all = false;
        continue;
      }
      await parts.put(address, answer.clone());
    }
    if (!address.endsWith(".js")) continue;
    const named = (await answer.text()).matchAll(/(?:from|import)\s*\(?\s*"(\.\.?\/[\w./-]+\.js)"/g);
    for (const [, name] of named) addresses.add(new URL(name, new URL(address, location.origin)).pathname);
  }
  return all;
}

async function tidy(pages, build, keep) {
  const kept = (await pages.keys()).map((request) => new URL(request.url)).filter(({ pathname }) => pathname !== WHO);
  const spare = kept.filter(({ pathname, search }) => !keep.includes(pathname + search));
  // what is opened from here first would be opened so for ever, were it kept when its address is no more
  const isOld = async (url, place) => place < kept.length - MOST || (await pages.match(url)).headers.has("X-Kept-First");
  for (const [place, url] of spare.entries()) if (await isOld(url, place)) await pages.delete(url);
  const parts = await caches.open(PARTS);
  const named = (await parts.keys()).map(({ url }) => new URL(url).pathname);
  const buildOf = (path) => (path.startsWith("/static/") ? path.split("/")[2] : path);
  // a page that has been open since before the newest release fetches the rest of its parts when it needs them
  const wanted = new Set([build, ...[...new Set(named.filter((path) => buildOf(path) !== path).map(buildOf))].slice(-2)]);
  for (const url of await pages.keys()) {
    const { headers } = (await pages.match(url)) ?? new Response();
    for (const name of [headers.get("X-Build"), ...(headers.get("X-Parts") ?? "").split(" ")]) wanted.add(name);
  }
  for (const path of named) if (!wanted.has(buildOf(path))) await parts.delete(path);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && DOORS.test(url.pathname)) return event.respondWith(passed(request, forget));
  if (request.method === "POST" && url.pathname === LOOKS) return event.respondWith(passed(request, unkeep));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(navigate(event, url));
  else if (PART.test(url.pathname)) event.respondWith(part(request));
});

/* Nothing of whoever was signed in is left when the next page is asked for. Not in line: on a weak network pages are being fetched for
   long, and what is kept of them goes where nobody looks any more. */
async function passed(request, end) {
  const answer = await fetch(request);
  await end().catch(() => {});
  return answer;
}

async function part(request) {
  return (await (await caches.open(PARTS)).match(request)) ?? fetch(request);
}

/* the network first; without it, or with one that does not answer, what is kept */
async function navigate(event, url) {
  const address = url.pathname + url.search;
  const pages = await caches.open(PAGES);
  const kept = await pages.match(address);
  if (kept?.headers.has("X-Kept-First")) {
    event.waitUntil(inLine(() => keepAnew(address, event.resultingClientId)));
    return kept;
  }
  try {
    return await (kept ? Promise.race([fetch(event.request), late()]) : fetch(event.request));
  } catch {
    return kept ?? (await pages.match(OFFLINE)) ?? Response.error();
  }
}

/* for the next time it is opened, and the one that is open hears of it; where somebody else is signed in by now, he gets his own page, and
   nothing of the other is left */
async function keepAnew(address, page) {
  const pages = await caches.open(PAGES);
  const who = await pages.match(WHO);
  const isHis = who && (await keepPage(pages, address, await who.text()));
  if (isHis) (await clients.get(page))?.postMessage({ renewed: await (await pages.match(address)).text() });
  if (isHis !== false) return;
  await forget();
  for (let turn = 0; turn < 20; turn += 1) {
    const opened = (await clients.matchAll({ type: "window" })).filter(({ id, url }) => id === page || url === location.origin + address);
    for (const one of opened) await one.navigate(address);
    if (opened.length) return;
    await new Promise((done) => setTimeout(done, 100)); // it is just being opened
  }
}

const late = () => new Promise((_, fail) => setTimeout(fail, PATIENCE));
