// Adds a coarse place to a visit, when its person asks for it: the device rounds to two decimals, about a kilometre, before anything is sent.
const part = (element) => element.closest("[data-place]");
const agreed = (place) => place.dataset.place === "agreed" || Boolean(place.querySelector("[name=place_consent]")?.checked);

function draw(place) {
  const kept = place.querySelector("[name=place]").value;
  place.querySelector("[data-place-add]").hidden = !agreed(place) || Boolean(kept);
  place.querySelector("[data-place-drop]").hidden = !kept;
  place.querySelector("output").textContent = kept ? `≈ ${kept.replace(",", ", ")}` : "";
}

function add(place) {
  const said = place.querySelector("output");
  said.textContent = "…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => { place.querySelector("[name=place]").value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`; draw(place); changed(place); },
    () => { said.textContent = place.dataset.failed; },
    { enableHighAccuracy: false, maximumAge: 600_000, timeout: 15_000 },
  );
}

// a form without network keeps what its fields say, hidden ones too
const changed = (place) => place.querySelector("[name=place]").dispatchEvent(new Event("input", { bubbles: true }));
const drop = (place) => { place.querySelector("[name=place]").value = ""; draw(place); changed(place); };

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-place-add], [data-place-drop]");
  if (button) (button.matches("[data-place-add]") ? add : drop)(part(button));
});
document.addEventListener("change", (event) => {
  if (event.target.name !== "place_consent") return;
  if (!event.target.checked) part(event.target).querySelector("[name=place]").value = "";
  draw(part(event.target));
});
const begin = () => { if (navigator.geolocation) document.querySelectorAll("[data-place]").forEach(draw); };
document.addEventListener("draft:restored", begin);
document.addEventListener("htmx:after:swap", begin);
begin();
