// A counter fact: built, numbered, chained, hashed and signed. The key stays with whoever calls.
import { canonicalBytes } from "./canonical.js";

export const ENVELOPE_BYTES_MAX = 64 * 1024;

export function buildEnvelope({ id, register, series, kind, number, made_at, cashier, body, previous }) {
  return { v: 1, id, register, series, kind, number, made_at, cashier, body, previous };
}

export function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64url(bytes) {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export async function sha256Hex(bytes, subtle = crypto.subtle) {
  return hex(await subtle.digest("SHA-256", bytes));
}

export function sha256OfText(text, subtle = crypto.subtle) {
  return sha256Hex(new TextEncoder().encode(text), subtle);
}

/** The envelope with its hash and signature: both over the RFC 8785 bytes of all the rest. */
export async function seal(envelope, privateKey, subtle = crypto.subtle) {
  const bytes = canonicalBytes(envelope);
  const [hash, signature] = await Promise.all([
    sha256Hex(bytes, subtle),
    subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes),
  ]);
  return { ...envelope, hash, signature: base64url(signature) };
}

/** « C1A-000231 »: the series and the number on six digits. */
export function shownNumber(series, number) {
  return `${series}-${String(number).padStart(6, "0")}`;
}

/** The body of a ticket, frozen from a cart. `regime` is the structure's VAT regime. */
export function ticketBody({ structure, regime, cart, lines, totals, vat, tenders }) {
  return {
    structure,
    card: cart.card?.id ?? null,
    letter: cart.card?.letter ?? null,
    lines: lines.map((line) => ({
      item: line.item, label: line.label, activity: line.activity, measure: line.measure, unit: line.unit,
      quantity: line.quantity, unit_cents: line.unit_cents, typed_price: line.typed_price, share_bp: line.share_bp,
      value_cents: line.value_cents, paid_cents: line.paid_cents, vat_bp: regime === "liable" ? line.vat_bp : null,
    })),
    value_cents: totals.value_cents,
    paid_cents: totals.paid_cents,
    vat,
    tenders,
  };
}
