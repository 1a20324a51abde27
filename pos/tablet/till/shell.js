// The service worker keeps the shell. A newer shell is adopted only when nothing is in hand: no basket, no fact waiting.
import { get, subscribe } from "./state.js";

let newer = null;

function isIdle() {
  const { cart, asks, waiting, isBusy, paper } = get();
  return cart.lines.length === 0 && !cart.card && asks.length === 0 && waiting.facts === 0 && !isBusy && paper?.state !== "asking";
}

function adoptWhenIdle() {
  if (!newer || !isIdle()) return;
  newer.postMessage({ do: "adopt" });
  newer = null;
}

export async function watchShell() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.addEventListener("message", ({ data, source }) => {
    if (data?.is === "newer") newer = source;
    if (data?.is === "adopted") location.reload();
    adoptWhenIdle();
  });
  subscribe(adoptWhenIdle);
  try {
    await workers.register("/caisse/sw.js", { scope: "/caisse/", updateViaCache: "none" });
    const { active } = await workers.ready;
    document.documentElement.dataset.offlineReady = "yes";
    active.postMessage({ do: "compare" });
  } catch (error) {
    console.warn("no service worker:", error);
  }
}
