// What this device keeps by itself: one database, a store for each kind of thing. Who adds a store raises VERSION by one; none is
// ever taken out, so that a page of any release finds its own.
// forms: { key, viewer, name, page, step, action, title, fields: [[name, text or file]], at, state: draft | waiting | refused, reason }
// The others are the till's: till (what there is one of, by its name), catalogue (chunks of products), members (the least that finds
// one), sales (not finished, or held), outbox (what the server has not answered for yet).
const VERSION = 2;
const STORES = { forms: "key", till: null, catalogue: "n", members: "id", sales: "key", outbox: "key" };

let opened = null;

function open() {
  opened ??= opening(VERSION).catch((error) => {
    // a kept page may be older than the database: it finds what it knows in a newer one
    if (error?.name === "VersionError") return opening();
    throw error;
  });
  opened.catch(() => { opened = null; });
  return opened;
}

function opening(version) {
  return new Promise((done, fail) => {
    const asked = indexedDB.open("portal", version);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, keyPath ? { keyPath } : {});
      }
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      asked.result.onclose = () => { opened = null; }; // wiped, or a browser that lost it while it slept
      done(asked.result);
    };
    asked.onerror = () => fail(asked.error);
  });
}

/* All or nothing in one store, or in several: `act` gets them in the order named and returns a request, or nothing. What is asked for
   after another answer is asked in that one's onsuccess: a transaction lives as long as somebody asks. */
export async function run(stores, mode, act) {
  const work = async () => worked(await open(), [stores].flat(), mode, act);
  return work().catch((error) => {
    if (!["InvalidStateError", "UnknownError"].includes(error?.name)) throw error;
    opened = null; // the connection is gone, and with it what was asked over it
    return work();
  });
}

// strict: said to be kept only when it is on the disk, so that a battery may die right after
function worked(database, names, mode, act) {
  return new Promise((done, fail) => {
    const work = database.transaction(names, mode, { durability: "strict" });
    work.oncomplete = () => done(asked?.result);
    work.onabort = () => fail(work.error); // an error that nobody prevents ends in it
    let asked;
    try {
      asked = act(...names.map((name) => work.objectStore(name)));
    } catch (error) {
      fail(error);
      work.abort(); // else what was asked before it would be kept
    }
  });
}

export const viewer = () => document.body.dataset.viewer ?? "";
export const put = (form) => run("forms", "readwrite", (forms) => forms.put(form));
export const remove = (key) => run("forms", "readwrite", (forms) => forms.delete(key));
export const get = (key) => run("forms", "readonly", (forms) => forms.get(key));

/* one person's forms, oldest first: whoever signs in next on this device does not see them */
export async function mine() {
  const forms = await run("forms", "readonly", (store) => store.getAll());
  return forms.filter((form) => form.viewer === viewer()).sort((a, b) => a.at - b.at);
}
