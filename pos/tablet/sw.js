// Keeps the shell: every file the till needs, under one version, so that it starts and sells after the server has stopped.
// This worker may be replaced at any time; the *shell* changes only when a page says nothing is in hand (till/shell.js).
// The version is written here and in precache.json by precache.py: one changes with any file.
const VERSION = "9d0fbdc6683bb10a";
const PAGE = "/caisse/";
const LIST = "/caisse/static/precache.json";
const POINTER = "/caisse/shell-in-use";

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.waitUntil(hear(event)));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isApi = url.pathname.startsWith("/caisse/api/");
  if (event.request.method !== "GET" || url.origin !== location.origin || isApi) return;
  event.respondWith(fromShell(event.request, url));
});

async function keepShell() {
  const list = await (await fetch(LIST, { cache: "no-store" })).json();
  if (list.version !== VERSION) throw new Error("the server is changing; the next visit will try again");
  const cache = await caches.open(`shell-${VERSION}`);
  await cache.addAll([PAGE, ...list.paths].map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

async function inUse() {
  const kept = await (await caches.open("shell-pointer")).match(POINTER);
  return kept ? kept.text() : null;
}

async function use(version) {
  await (await caches.open("shell-pointer")).put(POINTER, new Response(version));
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== "shell-pointer" && name !== `shell-${version}`) await caches.delete(name);
  }
}

async function takeOver() {
  const version = await inUse();
  if (version === null || !(await caches.has(`shell-${version}`))) await use(VERSION);
  await self.clients.claim();
}

/** A worker that still waits for its turn may be adopted too: whoever answers reads the same pointer. */
async function hear({ data, source }) {
  if ((await inUse()) === VERSION || !(await caches.has(`shell-${VERSION}`))) return;
  if (data.do === "compare") source.postMessage({ is: "newer" });
  if (data.do === "adopt") {
    await use(VERSION);
    source.postMessage({ is: "adopted" });
  }
}

async function fromShell(request, url) {
  const version = (await inUse()) ?? VERSION;
  const cache = await caches.open(`shell-${version}`);
  const key = request.mode === "navigate" && url.pathname === PAGE ? PAGE : request;
  return (await cache.match(key, { ignoreVary: true })) ?? fetch(request);
}
