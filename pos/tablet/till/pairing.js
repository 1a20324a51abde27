// A tablet becomes a register: it makes a key of its own and shows a code that a coordinator gave.
import { pair, Refused } from "../net/api.js";
import { keepDevice, makeKeys, readDevice } from "../store/device.js";
import { set, trouble } from "./state.js";

/** « k7qm 4xrd » → « K7QM-4XRD »; null when it is not eight signs. */
export function cleanCode(text) {
  const signs = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return signs.length === 8 ? `${signs.slice(0, 4)}-${signs.slice(4)}` : null;
}

export function codeInAddress(hash) {
  const found = /^#appairer=(.+)$/.exec(hash);
  return found ? cleanCode(decodeURIComponent(found[1])) : null;
}

/** Pair with this code; true once the register is ours. A failure leaves what was there before. */
export async function pairWith(text) {
  const code = cleanCode(text);
  if (!code) return trouble("pairing_shape");
  set({ isBusy: true, problem: null });
  try {
    const { privateKey, jwk } = await makeKeys();
    const { body } = await pair(code, jwk);
    await keepDevice(body, privateKey);
    set({ device: await readDevice() });
    return true;
  } catch (error) {
    if (error instanceof Refused) trouble("server", { words: error.message });
    else trouble("pairing_offline");
    return false;
  } finally {
    set({ isBusy: false });
  }
}
