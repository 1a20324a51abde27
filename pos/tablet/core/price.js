// What a line, a ticket and its VAT come to. The server runs the same vectors: tests/contract/prices.json.
import { mulDivHalfUp } from "./money.js";

export const WHOLE_SHARE = 10000;
export const QUANTITY_MAX = 10_000_000;
export const LINES_MAX = 200;

/** Value and paid of one line, half up per line and never per unit. */
export function priceLine({ quantity, unit_cents, share_bp }) {
  const value_cents = mulDivHalfUp(quantity, unit_cents, 1000);
  return { value_cents, paid_cents: mulDivHalfUp(value_cents, share_bp, WHOLE_SHARE) };
}

/** The price paid for one unit, as tiles and cart show it. */
export function unitPaid(unit_cents, share_bp) {
  return mulDivHalfUp(unit_cents, share_bp, WHOLE_SHARE);
}

export function totals(lines) {
  let value_cents = 0;
  let paid_cents = 0;
  for (const line of lines) {
    value_cents += line.value_cents;
    paid_cents += line.paid_cents;
  }
  return { value_cents, paid_cents };
}

/** One row per rate, by growing rate, on what is paid; `[]` unless the structure is liable. */
export function vatRows(lines, regime) {
  if (regime !== "liable") return [];
  const gross = new Map();
  for (const line of lines) {
    if (line.vat_bp === null || line.vat_bp === undefined) continue;
    gross.set(line.vat_bp, (gross.get(line.vat_bp) ?? 0) + line.paid_cents);
  }
  return [...gross.entries()].sort((a, b) => a[0] - b[0]).map(([rate_bp, gross_cents]) => {
    const net_cents = mulDivHalfUp(gross_cents, 10000, 10000 + rate_bp);
    return { rate_bp, net_cents, vat_cents: gross_cents - net_cents, gross_cents };
  });
}

/** The share of the price a card pays for an item: the item's own share for that letter, else the letter's. */
export function shareOf(shares, card) {
  if (!card) return WHOLE_SHARE;
  return shares?.[card.letter] ?? card.share_bp ?? WHOLE_SHARE;
}
