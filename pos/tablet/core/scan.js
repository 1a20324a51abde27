// A scanner is a keyboard that types fast and ends with Enter. This watches keys and says when they were a scan.
// Pure: keys come in with the time the browser stamped on them, which a busy page does not delay.

const BURST_GAP_MS = 60; // in a text field, faster than a hand
const BURST_LENGTH = 6; // in a text field, shorter is somebody typing
const IDLE_GAP_MS = 1500; // outside of fields nobody types: only a long silence starts a new code
const IDLE_LENGTH = 3;

export const NO_KEYS = { text: "", last: -Infinity, slowest: 0 };

/** Feed one key: { key, time, inField }. Returns { keys, scan, typed }: the state to keep; the code when this Enter
 *  ended one, else null; and how many characters of it went into the field that had the focus. */
export function feed(keys, { key, time, inField }) {
  const gap = time - keys.last;
  if (key === "Enter" || key === "Tab") {
    const isBurst = inField
      ? keys.text.length >= BURST_LENGTH && keys.slowest <= BURST_GAP_MS && gap <= BURST_GAP_MS * 4
      : keys.text.length >= IDLE_LENGTH && gap <= IDLE_GAP_MS && (key === "Enter" || keys.slowest <= BURST_GAP_MS);
    return { keys: NO_KEYS, scan: isBurst ? keys.text : null, typed: isBurst && inField ? keys.text.length : 0 };
  }
  if (key.length !== 1) return { keys, scan: null, typed: 0 }; // Shift and friends do not break a code
  const isNew = keys.text === "" || gap > (inField ? BURST_GAP_MS : IDLE_GAP_MS);
  return {
    keys: { text: isNew ? key : keys.text + key, last: time, slowest: isNew ? 0 : Math.max(keys.slowest, gap) },
    scan: null,
    typed: 0,
  };
}

/** What a scanned text is: a card, a badge, a pairing link, or goods. */
export function readScan(text) {
  const trimmed = text.trim();
  const token = /^TL([CB])1\.([A-Za-z0-9_-]{22,})$/.exec(trimmed);
  if (token) return { kind: token[1] === "C" ? "card" : "badge", token: token[2] };
  const pairing = /#appairer=([A-Za-z0-9]{4}-?[A-Za-z0-9]{4})$/.exec(trimmed);
  if (pairing) return { kind: "pairing", code: pairing[1].toUpperCase() };
  if (/^https?:\/\//.test(trimmed) || /^TL[A-Z]\d\./.test(trimmed)) return { kind: "unreadable", text: trimmed };
  return { kind: "goods", text: trimmed };
}
