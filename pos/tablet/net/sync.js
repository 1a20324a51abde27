// The outbox, oldest first, one at a time, for ever. It never asks the browser whether there is a network: it tries.
import { acknowledge, oldest } from "../store/facts.js";
import { sendEnvelope } from "./api.js";

const WAITS_SECONDS = [1, 2, 5, 10];

/** `onAnswer(record, answer)` after each fact the server has; `onFailure(error)` when it could not be reached or refused. */
export function createSync({ onAnswer, onFailure }) {
  let running = null;
  let timer = null;
  let failures = 0;
  let isWanted = false;

  async function sendOne(record) {
    const { body } = await sendEnvelope(record.token, record.envelope);
    await acknowledge(record, body, new Date().toISOString());
    await onAnswer(record, body);
  }

  async function drain() {
    try {
      for (let record = await oldest(); record; record = await oldest()) {
        await sendOne(record);
        failures = 0;
      }
      if (isWanted) timer = setTimeout(wake, 0);
    } catch (error) {
      const wait = WAITS_SECONDS[Math.min(failures, WAITS_SECONDS.length - 1)];
      failures += 1;
      timer = setTimeout(wake, wait * 1000);
      onFailure(error);
    }
  }

  /** Try now. Calls while it runs change nothing; another tab that is sending makes this one come back later. */
  function wake() {
    isWanted = running !== null; // a fact that came while the last one was leaving
    clearTimeout(timer);
    running ??= withLock(drain, () => {
      timer = setTimeout(wake, 2000);
    }).finally(() => {
      running = null;
    });
    return running;
  }

  return { wake };
}

async function withLock(work, onBusy) {
  if (!navigator.locks) return work();
  return navigator.locks.request("till-outbox", { ifAvailable: true }, (lock) => (lock ? work() : onBusy()));
}
