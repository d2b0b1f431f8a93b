// Keys and numbers of orders: a key is made by the tablet and is accepted once, a number is given out once and leaves a gap if it is lost.
import { nextNumber } from "./rules.js";

/* a UUID of version 7: milliseconds since 1970, then chance */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* The next number, inside the transaction that writes the order it is for: both are kept or neither. Tabs queue for that transaction. */
export function give(till, then) {
  till.get("numbers").onsuccess = ({ target }) => {
    const { last = null, stored = null } = target.result ?? {};
    const number = nextNumber({ last, stored, waiting: [] });
    till.put({ last: number, stored }, "numbers");
    then(number);
  };
}
