// Quantities and money in words.
import { kilos, note, pieces } from "../core/money.js";
import { SMALLEST_NOTE } from "../core/tender.js";
import { t, tn } from "./t.js";

function plural(unit, thousandths) {
  return thousandths >= 2000 && !/[sxz]$/.test(unit) ? `${unit}s` : unit;
}

/** « 1,240 kg », « 2 bottes », « 3 »: a piece is not said. */
export function quantityWords({ measure, unit, quantity }) {
  if (measure === "weight") return `${kilos(quantity)} ${unit ?? "kg"}`;
  if (!unit || unit === "pièce") return pieces(quantity);
  return `${pieces(quantity)} ${plural(unit, quantity)}`;
}

export const isNote = (cents) => cents >= SMALLEST_NOTE;

/** « 10 € », « 2 € », « 20 c » */
export function pieceValue(cents) {
  return cents >= 100 ? note(cents) : `${cents}\u00a0c`;
}

export function pieceName(cents, count) {
  return isNote(cents) ? tn("billet de", "billets de", count) : tn("pièce de", "pièces de", count);
}

/** « Un billet de 10 €, une pièce de 20 c » for who does not see the drawing. */
export function piecesAloud(list) {
  return list.map(({ piece_cents, count }) => `${count} ${pieceName(piece_cents, count)} ${pieceValue(piece_cents)}`).join(", ") || t("rien");
}
