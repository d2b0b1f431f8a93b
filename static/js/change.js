// The change is worked out while the cash is typed; the server works it out again.
document.addEventListener("input", ({ target }) => {
  if (target.id === "given") paint(target.value);
});

function paint(typed) {
  const place = document.querySelector("[data-change]");
  const button = document.querySelector("[data-receives]");
  const given = /^\d{1,9}(\.\d{0,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : null;
  const total = Number(place.dataset.change);
  const missing = given !== null && given < total;
  document.querySelector("[data-missing]").hidden = !missing;
  document.querySelector("[data-back]").hidden = missing;
  place.classList.toggle("is-danger", missing);
  if (given === null) return place.replaceChildren("–");
  const [yuan, fen] = split(Math.abs(given - total));
  const sum = document.createElement("data");
  sum.className = "money";
  sum.value = String(Math.abs(given - total));
  sum.append(small("¥"), yuan, small(`.${fen}`));
  place.replaceChildren(sum);
  const words = given > total ? button.dataset.gives : button.dataset.receives;
  button.textContent = words.replace("{sum}", said(given > total ? given : total)).replace("{change}", said(given - total));
}

function split(fen) {
  return [Math.floor(fen / 100).toLocaleString("en-US"), String(fen % 100).padStart(2, "0")];
}

const said = (fen) => `¥${split(fen).join(".")}`;

function small(text) {
  const element = document.createElement("small");
  element.textContent = text;
  return element;
}
