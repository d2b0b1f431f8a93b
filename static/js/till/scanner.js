// A scanner types a code faster than any hand, wherever the focus is; slow typing stays where it is typed, and outside of every field it
// is what the keys on the screen are. A key counts at once and is taken back where it turns out to be the beginning of a scan.
const BURST = 50; // a scanner's keys are less than this many milliseconds apart
const SHORTEST = 8;
const FIELD = "input:not([type=radio], [type=checkbox]), textarea, select";
const KEYS = { Backspace: "back", Delete: "drop", ".": ".", Decimal: "." };

/* whoever follows what is written in the field hears that it is as before */
function restore({ field, value }) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* `typed(key)` returns how it is undone; `scanned(code)`; `entered()` where Enter is pressed outside of fields and buttons: once, however long
   it is held down */
export function listen({ scanned, typed, entered }) {
  let burst = "";
  let last = 0;
  let before = null;
  let undo = [];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && event.repeat) return void event.preventDefault();
    const field = event.target.matches?.(FIELD);
    const quick = event.timeStamp - last < BURST;
    last = event.timeStamp;
    if (/^\d$/.test(event.key)) {
      if (!quick || !burst) {
        [burst, undo] = ["", []];
        before = field ? { field: event.target, value: event.target.value } : null;
      }
      burst += event.key;
      if (!field) undo.push(typed(event.key));
      return;
    }
    const code = event.key === "Enter" && quick && burst.length >= SHORTEST ? burst : "";
    burst = "";
    if (code && !(before && before.field.id === "q")) { // in the scan's own field it is sent as it stands
      event.preventDefault();
      event.stopPropagation();
      if (before) restore(before);
      for (const back of undo.reverse()) back?.();
      scanned(code);
    } else if (!field && KEYS[event.key]) typed(KEYS[event.key]);
    else if (!field && event.key === "Enter" && !event.target.closest?.("button, a, summary")) {
      event.preventDefault(); // else it presses what gets the focus meanwhile
      entered();
    }
  }, true);
}
