// What is typed into the till's search shows its goods while it is typed; Enter takes the only one, or says that there is none.
const PAUSE = 150; // milliseconds without a key: a catalogue of 20,000 is looked through once a word, not once a letter
const CHOICES = ".good, [data-product], [data-chip]";

export function watch(till, draw) {
  const box = document.getElementById("q");
  let waiting = 0;
  const forget = () => clearTimeout(waiting);
  const later = ({ isComposing }) => (forget(), isComposing || (waiting = setTimeout(show, PAUSE)));

  function show() {
    const text = box.value.trim();
    const hits = /^\d*$/.test(text) ? [] : (till.catalogue?.find(text) ?? []); // digits are a code, which is meant whole
    till.found = hits.length ? hits : null;
    draw();
  }

  for (const kind of ["input", "compositionend"]) box.addEventListener(kind, later);
  box.form.addEventListener("submit", forget);
  document.addEventListener("click", ({ target }) => target.closest(CHOICES) && (forget(), (box.value = "")));
}
