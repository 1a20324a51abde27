// How many facts wait. Counts are read while others are written: only the one asked last is shown.
import { waitingCounts } from "../store/facts.js";
import { set } from "./state.js";

let asked = 0;

export async function countWaiting() {
  asked += 1;
  const mine = asked;
  const waiting = await waitingCounts();
  if (mine === asked) set({ waiting });
}

/** What a transaction counted itself is newer than any count under way. */
export function counted(waiting) {
  asked += 1;
  return { waiting };
}
