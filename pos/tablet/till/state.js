// What the screen shows, in one place. Actions change it with `set`; screens read slices with `useTill`.
import { emptyCart } from "../core/cart.js";
import { newId } from "../core/ids.js";

let state = {
  screen: "start", // start · insecure · pairing · cashier · sell · revoked
  device: null, // { device, token, register, key }
  catalogue: null,
  session: null, // { cashier, name, until }
  cart: emptyCart(newId()),
  category: null,
  query: "",
  asks: [], // items waiting for a weight or a price, in the order they came
  panel: null, // null · { kind: "other" } · { kind: "quantity", key } · { kind: "card" }
  paid: null, // the last sale, until the next total
  paper: null, // words about the paper asked for it
  problem: null, // { code, values }
  isBusy: false,
  held: 0, // scans waiting for somebody to sign in
  online: null, // null until the first answer
  waiting: { facts: 0, tickets: 0 },
  printer: null,
  drawer: null,
  isFull: false,
  now: Date.now(),
};
const listeners = new Set();

export function get() {
  return state;
}

export function set(change) {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function trouble(code, values = {}) {
  set({ problem: { code, values } });
}
