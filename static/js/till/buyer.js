// Who buys, where the tablet forgot him (forget.js): he is looked for among the members that are here by now. Until he is found the members'
// price is his, which needs nothing of him, and what goes by level, birthday or points is not; the screen says so (notices.js), and the order
// names him all the same.
import { seldom, word } from "./dom.js";
import { OUT, isForgotten, least } from "./forget.js";
import { again } from "./people.js";
import { join } from "./sale.js";
import * as sheet from "./sheet.js";

const SHORTLY = 5000; // milliseconds

/* a sale that is taken up, with its member where he is here: it is as it was put aside; nothing of it waits for him */
export async function recognised(sale) {
  const found = isForgotten(sale) && (await again(sale.member).catch(() => null));
  return found ? { ...sale, member: found } : sale;
}

/* the one that is on the screen: what was taken off the whole of it meanwhile was for another sum */
let till = null;
async function look() {
  const { sale } = till;
  const { member } = await recognised(sale);
  if (member !== sale.member && till.sale.member === sale.member) till.change(join(till.sale, member));
}

/* Whoever was signed in went, in another window of this tablet: here he is forgotten, too, with the receipt of before. Money that is being taken is
   counted first. */
const heard = ({ key }) => key === OUT && forget();
function forget() {
  if (sheet.stays()) return void setTimeout(forget, SHORTLY);
  sheet.leave();
  till.last = null;
  const { lines, member } = till.sale;
  if (member && !isForgotten(till.sale)) till.change(join(till.sale, lines.length ? least(member) : null));
}

export function watch(one) {
  till = one;
  addEventListener("storage", heard);
  document.addEventListener("till:people", look);
  document.addEventListener("till:members", told);
  return look();
}

/* a new member is with the server, and who told him of us is not noted */
function told({ detail }) {
  if (detail?.unreferred) seldom().then(() => till.note(word("join.unreferred")), () => {});
}
