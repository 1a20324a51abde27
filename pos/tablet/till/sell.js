// The gestures of the sell screen. Each is synchronous and small; what must wait for a running checkout waits here.
import { addToCart, openLine, removeAll, removeLine, setCard, setQuantity, undo } from "../core/cart.js";
import { saveSoon } from "./keep.js";
import { get, set, trouble } from "./state.js";

const afterCheckout = [];
let asked = 0;

/** Do it now, or right after the checkout that is being written: then it belongs to the next basket. */
export function whenFree(gesture) {
  if (get().isBusy) afterCheckout.push(gesture);
  else gesture();
}

export function runDelayed() {
  while (afterCheckout.length > 0 && !get().isBusy) afterCheckout.shift()();
}

function change({ cart, problem }) {
  if (problem) return trouble(problem);
  set({ cart, problem: null });
  saveSoon();
}

function ask(item, from) {
  asked += 1;
  const entry = { id: asked, item, from, unit_cents: item.price_cents };
  const { asks } = get();
  // A second tap is a change of mind and takes the first one's place; scans line up behind.
  set({ asks: from === "tap" ? [entry, ...asks.filter((each) => each.from === "scan")] : [...asks, entry], problem: null });
}

export function addItem(item, from) {
  whenFree(() => {
    if (item.measure === "weight" || item.price_cents === null) ask(item, from);
    else change(addToCart(get().cart, item, 1000));
  });
}

export const tapTile = (item) => addItem(item, "tap");

/** What was typed for the first item that asks: its price per unit in cents, then for goods by weight its grams. */
export function answerAsk(value) {
  const [entry, ...rest] = get().asks;
  if (!entry) return;
  if (entry.unit_cents === null) {
    if (value <= 0) return trouble("price_zero");
    if (entry.item.measure === "weight") return set({ asks: [{ ...entry, unit_cents: value }, ...rest], problem: null });
    return finishAsk(addToCart(get().cart, entry.item, 1000, value), rest);
  }
  finishAsk(addToCart(get().cart, entry.item, value, entry.unit_cents), rest);
}

function finishAsk(result, rest) {
  change(result);
  if (!result.problem) set({ asks: rest, query: "" });
}

export function dropAsk() {
  set({ asks: get().asks.slice(1), problem: null });
}

export const changeQuantity = (key, quantity) => {
  const result = setQuantity(get().cart, key, quantity);
  change(result);
  return !result.problem;
};

export const takeLineAway = (key) => change({ cart: removeLine(get().cart, key) });
export const takeAllAway = () => change({ cart: removeAll(get().cart) });
export const undoLast = () => change({ cart: undo(get().cart) });

export function lookAtLine(key) {
  set({ cart: openLine(get().cart, key) });
}

export function useCard(card) {
  whenFree(() => {
    set({ panel: null });
    change({ cart: setCard(get().cart, card) });
  });
}

export const showCategory = (id) => set({ category: id, query: "" });
export const typeQuery = (query) => set({ query });
export const openPanel = (panel) => set({ panel, problem: null });
export const closePanel = () => set({ panel: null, problem: null });
export const forgetProblem = () => set({ problem: null });
