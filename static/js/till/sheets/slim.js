// The sale's lines as they stand beside the keys of a sheet.
import { cash, element } from "../dom.js";
import { quantity } from "../rules.js";

export function slim(list, worked, extra = null) {
  const rows = worked.lines.map(({ line, amount }) => row(line.name, line.weighed ? `${quantity({ thousandths: line.quantity })} ${line.unit}` : quantity({ thousandths: line.quantity }), amount));
  if (extra) rows.push(extra);
  list.replaceChildren(...rows);
}

export function row(name, many, fen, cls = "") {
  const made = element("li", "", cls);
  const said = element("span", `${name} `);
  said.append(element("span", `× ${many}`, "mute"));
  made.append(said, cash(fen));
  return made;
}
