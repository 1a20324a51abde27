// Cash: the keys offered, the change due, and what is still to pay. Real notes and coins, integer cents.
export const COINS_AND_NOTES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000];
export const SMALLEST_NOTE = 500;

/** The three cash keys for a total: the exact sum, the next note or coin above it, the one after.
 *  They never repeat; a key with no note left to stand for is null, and its place stays empty. */
export function cashKeys(total_cents) {
  if (total_cents <= 0) return { exact: null, next: null, after: null };
  const above = COINS_AND_NOTES.filter((piece) => piece > total_cents);
  return { exact: total_cents, next: above[0] ?? null, after: above[1] ?? null };
}

/** Change as the fewest notes and coins, largest first: [{ piece_cents, count }]. Greedy is exact for the euro's pieces. */
export function changePieces(change_cents) {
  const pieces = [];
  let rest = change_cents;
  for (let i = COINS_AND_NOTES.length - 1; i >= 0 && rest > 0; i -= 1) {
    const piece_cents = COINS_AND_NOTES[i];
    const count = Math.floor(rest / piece_cents);
    if (count > 0) {
      pieces.push({ piece_cents, count });
      rest -= count * piece_cents;
    }
  }
  return pieces;
}

export function paidBy(tenders) {
  return tenders.reduce((sum, tender) => sum + tender.amount_cents, 0);
}

/** What a sum handed over does to what is left to pay: a tender, and what is left after it. Only cash gives change. */
export function addTender(total_cents, tenders, kind, handed_cents) {
  const left = total_cents - paidBy(tenders);
  if (!Number.isSafeInteger(handed_cents) || handed_cents <= 0 || left <= 0) return null;
  const amount_cents = Math.min(left, handed_cents);
  if (kind !== "cash" && handed_cents > left) return null;
  const tender = { kind, amount_cents, given_cents: handed_cents, change_cents: handed_cents - amount_cents };
  return { tenders: [...tenders, tender], tender, left_cents: left - amount_cents };
}

/** True when the tenders of a ticket add up, to the cent. */
export function addsUp(total_cents, tenders) {
  if (total_cents === 0) return tenders.length === 0;
  return paidBy(tenders) === total_cents && tenders.every(
    (tender) => tender.amount_cents > 0 && tender.change_cents >= 0
      && tender.given_cents - tender.change_cents === tender.amount_cents
      && (tender.kind === "cash" || tender.change_cents === 0));
}
