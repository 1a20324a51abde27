// From a basket to a fact: freeze, number, chain, sign, write. « Encaissé » is only ever shown after that.
import { cartTotals, emptyCart, isEmpty } from "../core/cart.js";
import { shownNumber, ticketBody } from "../core/envelope.js";
import { newId } from "../core/ids.js";
import { vatRows } from "../core/price.js";
import { addsUp } from "../core/tender.js";
import { AlreadyKept, keepFact, TooLong } from "../store/facts.js";
import { runDelayed } from "./sell.js";
import { get, set, trouble } from "./state.js";
import { counted } from "./waiting.js";

/** What every fact of this till begins with. */
export function factOf(kind, id, body) {
  const { device, catalogue, session } = get();
  const { series, structure } = catalogue.snapshot;
  const chain = series.findLast((each) => each.structure === structure.id);
  return {
    device: device.device, key: device.key, token: device.token, register: device.register.id, series: chain.code,
    kind, id, cashier: session.cashier, body, made_at: new Date().toISOString(),
  };
}

function paidFrom({ id, series, number, body }) {
  const sum = (field) => body.tenders.reduce((total, tender) => total + tender[field], 0);
  return {
    id, shown: shownNumber(series, number), total_cents: body.paid_cents,
    given_cents: sum("given_cents"), change_cents: sum("change_cents"),
  };
}

function problemOf(error) {
  if (error instanceof AlreadyKept) return "already_paid";
  if (error instanceof TooLong) return "too_many_lines";
  if (error?.name === "QuotaExceededError") return "storage_full";
  return "not_kept";
}

/** Sell the basket for these tenders. The basket leaves the tablet's memory in the transaction that keeps its ticket. */
export async function pay(tenders, { onSold }) {
  const { cart, catalogue, isBusy, isFull } = get();
  if (isBusy || isEmpty(cart)) return;
  const totals = cartTotals(cart);
  if (!addsUp(totals.paid_cents, tenders)) return trouble("does_not_add_up");
  if (isFull) return trouble("storage_full");
  set({ isBusy: true, problem: null });
  const { structure } = catalogue.snapshot;
  const regime = structure.vat_regime;
  const body = ticketBody({
    structure: structure.id, regime, cart, lines: cart.lines, totals, vat: vatRows(cart.lines, regime), tenders,
  });
  try {
    const { envelope, waiting } = await keepFact(factOf("ticket", cart.id, body), (kept) => ({ cart: undefined, paid: paidFrom(kept) }));
    set({
      cart: emptyCart(newId()), paid: paidFrom(envelope), paper: null, panel: null, problem: null, query: "", ...counted(waiting),
    });
  } catch (error) {
    if (error instanceof AlreadyKept) set({ cart: emptyCart(newId()), panel: null });
    trouble(problemOf(error));
    console.error(error);
  } finally {
    set({ isBusy: false });
    runDelayed();
  }
  onSold();
}
