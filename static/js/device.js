// What this device keeps by itself: one database, a store for each kind of thing. Who adds a store raises VERSION by one.
// forms: { key, viewer, name, page, action, title, fields: [[name, text or file]], at, state: draft | waiting | refused, reason }
const VERSION = 1;
const STORES = { forms: "key" };

let opened = null;

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("portal", VERSION);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath });
      }
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      done(asked.result);
    };
    asked.onerror = () => { opened = null; fail(asked.error); };
  });
  return opened;
}

// strict: said to be kept only when it is on the disk, so that a battery may die right after
async function run(mode, act) {
  const database = await open();
  return new Promise((done, fail) => {
    const work = database.transaction("forms", mode, { durability: "strict" });
    const asked = act(work.objectStore("forms"));
    work.oncomplete = () => done(asked.result);
    work.onerror = work.onabort = () => fail(work.error);
  });
}

export const viewer = () => document.body.dataset.viewer ?? "";
export const put = (form) => run("readwrite", (store) => store.put(form));
export const remove = (key) => run("readwrite", (store) => store.delete(key));
export const get = (key) => run("readonly", (store) => store.get(key));

/* one person's forms, oldest first: whoever signs in next on this device does not see them */
export async function mine() {
  const forms = await run("readonly", (store) => store.getAll());
  return forms.filter((form) => form.viewer === viewer()).sort((a, b) => a.at - b.at);
}
