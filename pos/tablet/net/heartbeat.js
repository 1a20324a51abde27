// Every ten seconds, and after each success: is the server there, how are printer and drawer, is there a new snapshot.
import { readState, Refused } from "./api.js";

const EVERY_MS = 10_000;

/** `onState(state)` when it answers, `onSilence(error)` when it does not. `beat()` asks now. */
export function createHeartbeat({ token, onState, onSilence }) {
  let timer = null;
  let running = null;

  async function once() {
    clearTimeout(timer);
    try {
      const { body } = await readState(token());
      onState(body);
    } catch (error) {
      onSilence(error, error instanceof Refused ? error.code : null);
    } finally {
      running = null;
      timer = setTimeout(beat, EVERY_MS);
    }
  }

  function beat() {
    running ??= once();
    return running;
  }

  return { beat };
}
