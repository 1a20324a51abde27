// Who serves. A badge opens the till with or without a network; a PIN needs the server, which counts the tries.
import { sha256OfText } from "../core/envelope.js";
import { openSession, Refused } from "../net/api.js";
import { erase, read, write } from "../store/db.js";
import { get, set, trouble } from "./state.js";

const SESSION_HOURS = 8;
const IDLE_MS = 5 * 60_000;
let lastTouch = Date.now();
let lastWritten = 0;

async function open(session) {
  lastTouch = Date.now();
  set({ session, screen: "sell", problem: null });
  await keepSession();
}

async function keepSession() {
  const { session } = get();
  lastWritten = lastTouch;
  if (session) await write("session", { ...session, seen: lastTouch });
}

/** Badge: known to the snapshot, it opens at once; the server hears of it when it can, and may close it again. */
export async function signInWithBadge(token) {
  const hash = await sha256OfText(token);
  const { catalogue, device } = get();
  const known = catalogue?.snapshot.cashiers.find((cashier) => cashier.badge === hash);
  if (known) {
    const until = new Date(Date.now() + SESSION_HOURS * 3600_000).toISOString();
    await open({ cashier: known.id, name: known.name, until });
    openSession(device.token, { badge: token }).catch((error) => {
      if (error instanceof Refused && error.code === "unknown_badge" && get().session?.cashier === known.id) {
        lock();
        trouble("server", { words: error.message });
      }
    });
    return;
  }
  await askServer({ badge: token }, "badge_offline");
}

export function signInWithPin(cashier, pin) {
  return askServer({ cashier, pin }, "pin_offline");
}

async function askServer(body, offlineCode) {
  try {
    const { body: session } = await openSession(get().device.token, body);
    await open({ cashier: session.cashier, name: session.name, until: session.until });
    return true;
  } catch (error) {
    if (error instanceof Refused) trouble("server", { words: error.message, code: error.code });
    else trouble(offlineCode);
    return false;
  }
}

/** Close the session, not the basket. */
export function lock() {
  set({ session: null, screen: "cashier", problem: null });
  erase("session").catch(() => {});
}

function isOver(session, touched) {
  return !session || Date.now() > Date.parse(session.until) || Date.now() - touched > IDLE_MS;
}

export async function keptSession() {
  const kept = await read("session");
  if (!kept || isOver(kept, kept.seen)) return null;
  return { cashier: kept.cashier, name: kept.name, until: kept.until };
}

/** Any touch, key or scan counts; five minutes of none, or eight hours in all, close the session. */
export function watchIdle() {
  const touch = () => {
    lastTouch = Date.now();
    if (lastTouch - lastWritten > 30_000) keepSession().catch(() => {});
  };
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, touch, { capture: true, passive: true });
  return () => {
    if (get().session && isOver(get().session, lastTouch)) lock();
  };
}
