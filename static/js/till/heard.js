// The tablet's own time (store.js) set right by the server, whose moment each of its answers says: whatever became of the clock on the wall,
// what waits is as old as it is. What was kept by a clock that had leapt is put right with it, all of it or nothing.
import { run } from "../device.js";
import { putRight } from "./rules_later.js";
import { remember, timeNow } from "./store.js";

const OFTEN = 30_000; // milliseconds between two times that it is kept, while both agree within as much
let last = -OFTEN;

export async function heard(server) {
  const { time, apart } = timeNow(null);
  if (apart !== null && performance.now() - last < OFTEN && Math.abs(time - server - apart) < OFTEN) return;
  let now;
  await run(["till", "outbox"], "readwrite", (till, outbox) => {
    till.get("time").onsuccess = ({ target: { result: left = null } }) => {
      const before = timeNow(left);
      now = timeNow(left, server);
      till.put(now, "time");
      const back = before.time - now.time;
      if (back > 0) outbox.getAll().onsuccess = ({ target: { result } }) => result.forEach((row) => outbox.put({ ...row, at: putRight({ at: row.at, heard: before.heard, back }) }));
    };
  });
  last = performance.now();
  remember(now);
}
