// The service worker keeps the shell. A newer shell is adopted only when nothing is in hand: no basket, no fact waiting.
import { get, subscribe } from "./state.js";

let newer = null;

function isIdle() {
  const { screen, cart, asks, query, waiting, isBusy, paper } = get();
  // Before the kept basket has been read, an empty one says nothing.
  return screen !== "start" && cart.lines.length === 0 && !cart.card && asks.length === 0 && query === "" && waiting.facts === 0 && !isBusy && paper?.state !== "asking";
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
    const registration = await workers.register("/caisse/sw.js", { scope: "/caisse/", updateViaCache: "none" });
    const compare = (worker) => worker?.postMessage({ do: "compare" });
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker.addEventListener("statechange", () => worker.state === "installed" && compare(worker));
    });
    compare(registration.waiting);
    const { active } = await workers.ready;
    document.documentElement.dataset.offlineReady = "yes";
    compare(active);
  } catch (error) {
    console.warn("no service worker:", error);
  }
}
