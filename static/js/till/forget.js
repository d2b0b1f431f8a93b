// What a sale that is not over, or on hold, keeps of its member when whoever is signed in goes, and when somebody else comes: who he is to the
// server – his id, or the key of one who joined here – and whether he is another store's. The goods stay, and the order still names him; buyer.js
// finds him again. A member without goods is no sale. The worker does the same without modules (worker.js). In a turn of its own: a disk that
// has no room for it keeps nothing else.
import { run } from "../device.js";

export const isForgotten = (sale) => Boolean(sale?.member) && sale.member.surname === undefined;

export const least = ({ id, key, home }) => ({ id, key, home, last_four: "****" });

/* what lies on the disk; a till that stands open in another window hears of it (buyer.js) */
export const OUT = "till.out";
export function forgetBuyers() {
  try { localStorage.setItem(OUT, Date.now()); } catch { /* no room: it forgets when it is opened anew */ }
  return run("sales", "readwrite", (sales) => {
    sales.getAll().onsuccess = ({ target: { result } }) => {
      for (const row of result) if (row.sale?.member || row.state === "taking") sales.put(forgotten(row));
    };
  });
}

/* it is on hold under his name where nobody wrote another; what was asked for has one that the store knows */
function forgotten({ sale, name, ...row }) {
  if (!sale) return { ...row, name: "" };
  const member = sale.lines?.length ? least(sale.member) : null;
  return { ...row, name: name === sale.member.surname ? "" : name, sale: { ...sale, member } };
}
