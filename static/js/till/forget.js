// What a sale that is not over, or on hold, keeps of its member when whoever is signed in goes, and when somebody else comes: who he is to the
// server – his id, or the key of one who joined here – and whether he is another store's. The goods stay, and the order still names him; buyer.js
// finds him again. A member without goods is no sale. The worker does the same without modules (worker.js). In a turn of its own: a disk that
// has no room for it keeps nothing else.
import { run } from "../device.js";

export const isForgotten = (sale) => Boolean(sale?.member) && sale.member.surname === undefined;

export const forgetBuyers = () => run("sales", "readwrite", (sales) => {
  sales.getAll().onsuccess = ({ target: { result } }) => {
    for (const row of result) if (row.sale?.member || row.state === "taking") sales.put(least(row));
  };
});

/* it is on hold under his name where nobody wrote another; what was asked for has one that the store knows */
function least({ sale, name, ...row }) {
  if (!sale) return { ...row, name: "" };
  const { id, key, home, surname } = sale.member;
  const member = sale.lines?.length ? { id, key, home, last_four: "****" } : null;
  return { ...row, name: name === surname ? "" : name, sale: { ...sale, member } };
}
