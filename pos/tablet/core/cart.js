// The basket being made. Immutable: each gesture returns a new one, and the one before it goes to `past` for undo.
// A gesture returns { cart } or { problem }, a code that the screen turns into a sentence.
import { LINES_MAX, priceLine, QUANTITY_MAX, shareOf, totals } from "./price.js";

const PAST_MAX = 30;

/** `id` becomes the id of the ticket: one basket can only ever be one ticket. */
export function emptyCart(id) {
  return { id, card: null, lines: [], open: null, next: 1, past: [] };
}

export function isEmpty(cart) {
  return cart.lines.length === 0;
}

function step(cart, change) {
  const { past, ...before } = cart;
  return { ...cart, ...change, past: [...past.slice(1 - PAST_MAX), before] };
}

function priced(line, card) {
  const share_bp = shareOf(line.shares, card);
  return { ...line, share_bp, ...priceLine({ ...line, share_bp }) };
}

function isQuantity(quantity) {
  return Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= QUANTITY_MAX;
}

function lineFor(item, quantity, unit_cents, key) {
  return {
    key, item: item.id, label: item.name, activity: item.activity, measure: item.measure, unit: item.unit,
    quantity, unit_cents, typed_price: item.price_cents === null, vat_bp: item.vat_bp, shares: item.shares,
  };
}

/** Add `quantity` (thousandths of a piece, or grams) of an item at `unit_cents`. Pieces of the same item at the same
 *  price join their line; each weighing is its own line. */
export function addToCart(cart, item, quantity, unit_cents = item.price_cents) {
  if (!isQuantity(quantity)) return { problem: quantity > QUANTITY_MAX ? "quantity_too_big" : "quantity_zero" };
  if (item.measure === "piece") {
    const same = cart.lines.find((line) => line.item === item.id && line.unit_cents === unit_cents);
    if (same) return setQuantity(cart, same.key, same.quantity + quantity);
  }
  if (cart.lines.length >= LINES_MAX) return { problem: "too_many_lines" };
  const line = priced(lineFor(item, quantity, unit_cents, cart.next), cart.card);
  return { cart: step(cart, { lines: [...cart.lines, line], open: line.key, next: cart.next + 1 }) };
}

/** Set a line's quantity; zero pieces take the line away. */
export function setQuantity(cart, key, quantity) {
  const line = cart.lines.find((each) => each.key === key);
  if (!line) return { cart };
  if (quantity === 0 && line.measure === "piece") return { cart: removeLine(cart, key) };
  if (!isQuantity(quantity)) return { problem: quantity > QUANTITY_MAX ? "quantity_too_big" : "quantity_zero" };
  const changed = priced({ ...line, quantity }, cart.card);
  return { cart: step(cart, { lines: cart.lines.map((each) => (each.key === key ? changed : each)), open: key }) };
}

export function removeLine(cart, key) {
  return step(cart, { lines: cart.lines.filter((line) => line.key !== key), open: null });
}

export function removeAll(cart) {
  return step(cart, { lines: [], open: null });
}

/** Which line shows its − and +. Looking is not a gesture to undo. */
export function openLine(cart, key) {
  return { ...cart, open: cart.open === key ? null : key };
}

/** Set or take away (null) the card; every line takes its new price, in silence. `card` is { id, number, letter, share_bp }. */
export function setCard(cart, card) {
  return step(cart, { card, lines: cart.lines.map((line) => priced(line, card)) });
}

export function undo(cart) {
  const before = cart.past.at(-1);
  return before ? { ...before, next: cart.next, past: cart.past.slice(0, -1) } : cart;
}

export function cartTotals(cart) {
  return totals(cart.lines);
}

/** item id → what its tile counts: pieces, or weighings. */
export function counts(cart) {
  const found = new Map();
  for (const line of cart.lines) {
    const more = line.measure === "piece" ? Math.ceil(line.quantity / 1000) : 1;
    found.set(line.item, (found.get(line.item) ?? 0) + more);
  }
  return found;
}
