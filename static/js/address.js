// A pasted address fills in city and district, also without network: input[data-places] knows the cities one may choose.
document.addEventListener("change", ({ target }) => target.matches?.("input[data-places]") && place(target));
document.addEventListener("paste", ({ target }) => target.matches?.("input[data-places]") && setTimeout(() => place(target)));

const TOWN = /^\D{2,8}?(?:街道|镇|乡)(?!路|街|大道)/;

function place(input) {
  const { region_id: city, district } = input.form.elements;
  const text = input.value.replace(/\s+/g, "");
  if (!text || (city.value && district.value)) return;
  for (const [id, [provinces, names], districts] of JSON.parse(input.dataset.places)) {
    if (city.value && city.value !== String(id)) continue;
    const afterProvince = cut(text, provinces);
    const afterCity = cut(afterProvince, names);
    // 东莞 has no districts: its towns are what an address says there, as network/divisions.py reads it too
    const found = districts.length ? districts.find((name) => afterCity.startsWith(name)) : afterCity.match(TOWN)?.[0];
    // neither city nor province named: a district alone says nothing where several cities have one of that name
    if (afterCity === text && !city.value) continue;
    if (afterCity === afterProvince && !found) continue;
    set(city, String(id));
    if (!found || (district.value && district.value !== found)) return;
    set(district, found);
    set(input, afterCity.slice(found.length));
    return;
  }
}

function cut(text, beginnings) {
  // 朝阳区 is not in the city of 朝阳
  const found = beginnings.find((name, n) => name && text.startsWith(name) && (n === 0 || !"区县市".includes(text[name.length] ?? " ")));
  return found ? text.slice(found.length) : text;
}

function set(control, value) {
  if (control.value === value) return;
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}
