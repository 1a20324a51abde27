// The basket outlives a reload, a lock and a flat battery: it is written after the screen has been painted.
import { erase, read, write } from "../store/db.js";
import { isKept } from "../store/facts.js";
import { get } from "./state.js";

const UNDO_KEPT = 8; // a reload keeps the last gestures; the clone is made in the page, so it is kept small
let isPlanned = false;
let last = null;

async function save() {
  isPlanned = false;
  const { cart, isBusy } = get();
  if (isBusy || cart === last) return; // a checkout writes the basket itself
  last = cart;
  try {
    await (cart.lines.length === 0 && !cart.card ? erase("cart") : write("cart", { ...cart, past: cart.past.slice(-UNDO_KEPT) }));
  } catch {
    last = null; // the disk refused; the checkout will say so
  }
}

export function saveSoon() {
  if (isPlanned) return;
  isPlanned = true;
  requestAnimationFrame(() => setTimeout(save, 0));
  setTimeout(() => isPlanned && save(), 250); // a hidden page is never painted
}

export const saveNow = save;

/** The basket kept from before, unless it was sold in the meantime. */
export async function keptCart() {
  const cart = await read("cart");
  if (!cart || (await isKept(cart.id))) return null;
  return cart;
}
