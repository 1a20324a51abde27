// One IndexedDB for the till. Stores:
//   meta     what there is one of: device, key, snapshot, cards, session, cart, paid
//   series   « C1A/ticket » → { next, last }: the number to give and the hash to chain to
//   outbox   { seq, id, kind, token, envelope }: facts the server has not answered for
//   facts    { id, kind, envelope, answer, answered_at }: kept until the day's closing is anchored
import { openDB } from "../vendor/idb.js";

let opening = null;

export function db() {
  opening ??= openDB("tiers-lieu-till", 1, {
    upgrade(database) {
      database.createObjectStore("meta");
      database.createObjectStore("series");
      const outbox = database.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
      outbox.createIndex("id", "id", { unique: true });
      outbox.createIndex("kind", "kind");
      database.createObjectStore("facts", { keyPath: "id" });
    },
    blocking() {
      opening = null; // a newer page wants to change the stores
    },
    terminated() {
      opening = null;
    },
  });
  return opening;
}

export async function read(key) {
  return (await db()).get("meta", key);
}

export async function write(key, value) {
  const transaction = (await db()).transaction("meta", "readwrite");
  transaction.store.put(value, key);
  await transaction.done;
}

export async function erase(key) {
  await (await db()).delete("meta", key);
}
