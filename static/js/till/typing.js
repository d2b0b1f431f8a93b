// What is typed into the till's search shows its goods while it is typed; Enter takes the only one, or says that there is none.
const PAUSE = 150; // milliseconds without a key: a catalogue of 20,000 is looked through once a word, not once a letter
const CHOICES = ".good, [data-product], [data-chip]";
const box = document.getElementById("q");
let till = null;
let draw = null;
let waiting = 0;

/* a window that gets the till back watches as before: nothing is heard twice */
export function watch(one, drawn) {
  [till, draw] = [one, drawn];
  for (const kind of ["input", "compositionend"]) box.addEventListener(kind, later);
  box.form.addEventListener("submit", forget);
  document.addEventListener("click", chosen);
}

function later({ isComposing }) {
  forget();
  if (!isComposing) waiting = setTimeout(show, PAUSE);
}

function forget() {
  clearTimeout(waiting);
}

function show() {
  const text = box.value.trim();
  const hits = /^\d*$/.test(text) ? [] : (till.catalogue?.find(text) ?? []); // digits are a code, which is meant whole
  till.found = hits.length ? hits : null;
  draw();
}

function chosen({ target }) {
  if (!target.closest(CHOICES)) return;
  forget();
  box.value = "";
}
