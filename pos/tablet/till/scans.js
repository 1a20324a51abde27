// Every scan goes through one queue, in the order it came, and none is dropped: goods scanned while a sale is being
// written belong to the next basket, and those scanned before anybody signed in wait for them.
import { cartCard, itemByCode } from "../core/catalogue.js";
import { readBarcode } from "../core/barcode.js";
import { sha256OfText } from "../core/envelope.js";
import { feed, NO_KEYS, readScan } from "../core/scan.js";
import { addItem, useCard } from "./sell.js";
import { signInWithBadge, signInWithPin } from "./session.js";
import { get, set, subscribe, trouble } from "./state.js";

const queue = [];
let isRunning = false;
let onPairing = () => {};
let pinFor = () => null;

/** The cashier whose PIN pad is open: digits and Enter on a keyboard are then a PIN. */
export function expectPin(read) {
  pinFor = read;
}

export function scanned(text) {
  queue.push(readScan(text));
  run();
}

function isReady(scan) {
  if (scan.kind === "pairing") return true;
  if (scan.kind === "badge") return ["cashier", "sell"].includes(get().screen);
  return get().screen === "sell";
}

async function run() {
  if (isRunning) return;
  isRunning = true;
  try {
    for (let index = 0; index < queue.length;) {
      if (!isReady(queue[index])) index += 1;
      else {
        const [scan] = queue.splice(index, 1);
        await handle(scan).catch((error) => {
          console.error(error);
          trouble("scan_failed");
        });
        index = 0;
      }
    }
  } finally {
    isRunning = false;
  }
  if (get().held !== queue.length) set({ held: queue.length });
}

async function handle(scan) {
  if (scan.kind === "pairing") return onPairing(scan.code);
  if (scan.kind === "badge") return signInWithBadge(scan.token);
  if (scan.kind === "card") return card(await sha256OfText(scan.token));
  if (scan.kind === "unreadable") return trouble("unreadable");
  return goods(scan.text);
}

function card(hash) {
  const { catalogue } = get();
  const found = catalogue.cards.get(hash);
  if (!found) return trouble("unknown_card");
  if (found.revoked) return trouble("revoked_card");
  useCard(cartCard(catalogue, found));
}

/** Goods by their code, scanned or typed. Returns true when there is such an article. */
export function goods(text) {
  const read = readBarcode(text);
  const item = itemByCode(get().catalogue, read);
  if (item) addItem(item, "scan");
  else if (read.kind === "bad_check") trouble("bad_check", { code: read.code });
  else trouble("unknown_code", { code: read.code });
  return Boolean(item);
}

function inField(target) {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Listen to the scanner from now on, wherever the focus is. */
export function listen({ pairing }) {
  onPairing = pairing;
  let keys = NO_KEYS;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = inField(event.target);
    const fed = feed(keys, { key: event.key, time: event.timeStamp, inField: field });
    keys = fed.keys;
    if (fed.scan === null) return;
    const pinCashier = pinFor();
    event.preventDefault();
    event.stopPropagation();
    if (field && fed.typed > 0) takeOut(event.target, fed.typed);
    if (pinCashier && /^\d{4,8}$/.test(fed.scan)) signInWithPin(pinCashier, fed.scan);
    else scanned(fed.scan);
  }, { capture: true });
  let screen = get().screen;
  subscribe(() => {
    if (get().screen === screen) return;
    screen = get().screen;
    run();
  });
}

/** The scanner typed into the field that had the focus: give the field back what the hand had typed. */
function takeOut(field, length) {
  const end = field.selectionStart ?? field.value.length;
  field.value = field.value.slice(0, Math.max(0, end - length)) + field.value.slice(end);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
