// The start of the till, and what runs beside it: heartbeat, outbox, snapshot, clock.
import { buildCatalogue, withCards } from "../core/catalogue.js";
import { Unreachable } from "../net/api.js";
import { createHeartbeat } from "../net/heartbeat.js";
import { keptCards, keptSnapshot, newerCards, newerSnapshot } from "../net/snapshot.js";
import { createSync } from "../net/sync.js";
import { read } from "../store/db.js";
import { askToKeep, bytesLeft, readDevice } from "../store/device.js";
import { startSeries, waitingCounts } from "../store/facts.js";
import { loadActivities } from "../activities/load.js";
import { keptCart, saveNow } from "./keep.js";
import { codeInAddress, pairWith } from "./pairing.js";
import { listen } from "./scans.js";
import { keptSession, watchIdle } from "./session.js";
import { watchShell } from "./shell.js";
import { get, set } from "./state.js";
import { countWaiting } from "./waiting.js";

const FULL_BELOW_BYTES = 2 * 1024 * 1024;
const TICK_MS = 5000;
let isFetching = false;

const heartbeat = createHeartbeat({ token: () => get().device.token, onState, onSilence });
const sync = createSync({ onAnswer, onFailure });

/** Something new waits in the outbox. */
export const wakeSync = () => sync.wake();

export async function start() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle || !globalThis.indexedDB) return set({ screen: "insecure" });
  watchShell();
  askToKeep();
  listen({ pairing: (code) => (get().screen === "pairing" ? pair(code) : askPairing(code)) });
  addEventListener("hashchange", () => codeInAddress(location.hash) && askPairing(codeInAddress(location.hash)));
  addEventListener("pagehide", saveNow);
  addEventListener("visibilitychange", () => document.hidden && saveNow());
  const closeIfIdle = watchIdle();
  setInterval(() => tick(closeIfIdle), TICK_MS);
  const device = await readDevice();
  set({ device });
  if (!device || codeInAddress(location.hash)) return set({ screen: "pairing" });
  await open();
}

/** Show the pairing screen, its code filled in when one is known: a link or a scan never pairs by itself. */
export function askPairing(code) {
  if (code) history.replaceState(null, "", `#appairer=${code}`);
  set({ screen: "pairing", problem: null });
}

/** Pair, then open the till that this made of the tablet. */
export async function pair(code) {
  if (!(await pairWith(code))) return;
  history.replaceState(null, "", location.pathname);
  set({ catalogue: null, session: null });
  await open();
}

/** Keep the register this tablet already is. */
export async function keepRegister() {
  history.replaceState(null, "", location.pathname);
  set({ problem: null });
  await open();
}

async function open() {
  const [kept, cards, cart, session, paid, waiting] = await Promise.all(
    [keptSnapshot(), keptCards(), keptCart(), keptSession(), read("paid"), waitingCounts()]);
  if (kept) await useSnapshot(kept);
  if (kept && cards) useCards(cards);
  set({ ...(cart && { cart }), session, paid: paid ?? null, waiting, screen: kept ? (session ? "sell" : "cashier") : "start" });
  heartbeat.beat();
  sync.wake();
  if (!kept) await fetchNewer();
}

async function useSnapshot(snapshot) {
  await startSeries(snapshot.series);
  const catalogue = buildCatalogue(snapshot);
  const category = snapshot.categories.some(({ id }) => id === get().category) ? get().category : snapshot.categories[0]?.id ?? null;
  document.title = snapshot.register.name;
  set({ catalogue, category });
  loadActivities(catalogue.activities);
}

function useCards(cards) {
  set({ catalogue: withCards(get().catalogue, cards) });
}

/** What the heartbeat says is newer: the whole snapshot, or the cards alone. */
async function fetchNewer(state = null) {
  if (isFetching) return;
  isFetching = true;
  try {
    const { device, catalogue } = get();
    if (!catalogue || state?.snapshot !== catalogue.snapshot.version) {
      const snapshot = await newerSnapshot(device.token, catalogue?.snapshot.version ?? null);
      if (snapshot) await useSnapshot(snapshot);
    } else if (state.cards !== catalogue.cardsVersion) {
      const cards = await newerCards(device.token, catalogue.cardsVersion);
      if (cards) useCards(cards);
    }
    if (get().screen === "start" && get().catalogue) set({ screen: get().session ? "sell" : "cashier" });
  } catch (error) {
    console.warn(error); // the next heartbeat asks again
  } finally {
    isFetching = false;
  }
}

function onState(state) {
  set({ online: true, printer: state.printer, drawer: state.drawer, screen: get().screen === "revoked" ? "cashier" : get().screen });
  sync.wake();
  countWaiting(); // another tab may have sent what this one still shows as waiting
  fetchNewer(state);
}

function onSilence(error, code) {
  if (code === "revoked_device") set({ online: true, session: null, screen: get().screen === "pairing" ? "pairing" : "revoked" });
  else if (code === "unknown_device") set({ online: "unknown" });
  else set({ online: false, printer: null, drawer: null });
  // The outbox keeps its own rhythm: waking it here would have two retries call each other without a pause.
}

async function onAnswer() {
  await countWaiting();
  if (get().online !== true) heartbeat.beat();
}

async function onFailure(error) {
  if (error instanceof Unreachable) set({ online: false, printer: null, drawer: null });
  await countWaiting();
}

async function tick(closeIfIdle) {
  closeIfIdle();
  const left = await bytesLeft();
  set({ now: Date.now(), isFull: left !== null && left < FULL_BELOW_BYTES });
}
