// The chain: number, sign, keep. A fact exists when its transaction has completed with strict durability, not before.
import { buildEnvelope, ENVELOPE_BYTES_MAX, seal } from "../core/envelope.js";
import { db } from "./db.js";

const START = { next: 1, last: "" };
const TRIES = 3;
let turn = Promise.resolve();

/** One at a time over every tab of this browser; where there are no web locks, at least over this page. */
function alone(work) {
  if (navigator.locks) return navigator.locks.request("till-chain", work);
  const mine = turn.then(work, work);
  turn = mine.catch(() => {});
  return mine;
}

async function counterOf(series, kind) {
  return (await (await db()).get("series", `${series}/${kind}`)) ?? START;
}

/** Where this series begins, as the server knows it: used once, when the tablet has no count of its own. */
export async function startSeries(list) {
  const transaction = (await db()).transaction("series", "readwrite");
  for (const { code, next, last } of list) {
    for (const kind of Object.keys(next)) {
      const key = `${code}/${kind}`;
      if ((await transaction.store.get(key)) === undefined) transaction.store.put({ next: next[kind], last: last[kind] }, key);
    }
  }
  await transaction.done;
}

export class AlreadyKept extends Error {}
export class TooLong extends Error {}

/** Number, chain, sign and keep one fact; resolves, with what then waits, once it is on the disk. `also` is put in `meta` in the same
 *  transaction (undefined deletes): the basket that was sold leaves with its sale. */
export function keepFact({ device, key, token, register, series, kind, id, cashier, body, made_at }, also = {}) {
  return alone(async () => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const counter = await counterOf(series, kind);
      const unsigned = buildEnvelope({
        id, register, series, kind, number: counter.next, made_at, cashier, body, previous: counter.last,
      });
      const envelope = await seal(unsigned, key);
      if (new TextEncoder().encode(JSON.stringify(envelope)).length > ENVELOPE_BYTES_MAX) throw new TooLong();
      const record = { id, kind, device, token, envelope };
      const waiting = await commit(record, counter, typeof also === "function" ? also(envelope) : also);
      if (waiting) return { envelope, waiting };
    }
    throw new Error("the series moved under us three times");
  });
}

/** Signing took time and IndexedDB waits for nobody, so the counter is read again inside the transaction that uses it. */
async function commit(record, counter, also) {
  const { series, kind, number, hash } = record.envelope;
  const transaction = (await db()).transaction(["meta", "series", "outbox", "facts"], "readwrite", { durability: "strict" });
  const settled = transaction.done.then(() => true, (error) => ({ error }));
  const now = (await transaction.objectStore("series").get(`${series}/${kind}`)) ?? START;
  const isKept = (await transaction.objectStore("facts").getKey(record.id))
    ?? (await transaction.objectStore("outbox").index("id").getKey(record.id));
  if (isKept !== undefined || now.next !== counter.next || now.last !== counter.last) {
    transaction.abort();
    await settled;
    if (isKept !== undefined) throw new AlreadyKept();
    return false;
  }
  transaction.objectStore("outbox").add(record).catch(() => {});
  transaction.objectStore("series").put({ next: number + 1, last: hash }, `${series}/${kind}`).catch(() => {});
  for (const [name, value] of Object.entries(also)) {
    const done = value === undefined ? transaction.objectStore("meta").delete(name) : transaction.objectStore("meta").put(value, name);
    done.catch(() => {});
  }
  const waiting = await countIn(transaction.objectStore("outbox")).catch(() => null); // `end` says why
  const end = await settled;
  if (end !== true) throw end.error;
  return waiting;
}

export async function isKept(id) {
  const base = await db();
  return (await base.getKey("facts", id)) !== undefined || (await base.getKeyFromIndex("outbox", "id", id)) !== undefined;
}

export async function oldest() {
  const cursor = await (await db()).transaction("outbox").store.openCursor();
  return cursor ? cursor.value : null;
}

async function countIn(outbox) {
  const [facts, tickets] = await Promise.all([outbox.count(), outbox.index("kind").count("ticket")]);
  return { facts, tickets };
}

export async function waitingCounts() {
  return countIn((await db()).transaction("outbox").store);
}

/** The server answered: out of the outbox, into the facts kept, with what it said. */
export async function acknowledge(record, answer, answered_at) {
  const transaction = (await db()).transaction(["outbox", "facts"], "readwrite");
  transaction.objectStore("facts").put({ id: record.id, kind: record.kind, envelope: record.envelope, answer, answered_at });
  transaction.objectStore("outbox").delete(record.seq);
  await transaction.done;
}

export async function answerTo(id) {
  return (await (await db()).get("facts", id))?.answer ?? null;
}
