// Keys that work anywhere: "/" goes to the search, Escape leaves a search box or closes what is open.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const writing = event.target.matches?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !writing && !document.querySelector("dialog:modal")) {
    const box = document.querySelector("main input[type=search]");
    const link = document.querySelector(".nav .find, .find-here a");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
    else if (link) { event.preventDefault(); location.assign(link.href); }
  }
  if (event.key === "Escape" && event.target.matches?.("input[type=search]") && !event.target.value) event.target.blur();
  if (event.key === "Escape") document.querySelector(".who[open]")?.removeAttribute("open");
});
