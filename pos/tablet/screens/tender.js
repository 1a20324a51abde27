// The keys that end a sale. A key that stands for nothing leaves its place empty: the others never move.
import { euros, note, sum } from "../core/money.js";
import { addTender, cashKeys } from "../core/tender.js";
import { pay } from "../till/checkout.js";
import { openPanel } from "../till/sell.js";
import { wakeSync } from "../till/start.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { t } from "../ui/t.js";

export const payWith = (tenders) => pay(tenders, { onSold: wakeSync });

const payAll = (total, kind, handed) => payWith(addTender(total, [], kind, handed).tenders);

function NoteKey({ name, total, handed }) {
  if (handed === null) return html`<span class="key absent" aria-hidden="true"></span>`;
  return html`<button class="key" type="button" data-key=${name} onClick=${() => payAll(total, "cash", handed)}>
    <span class="money">${note(handed)}</span><small>${t("rendre")} <span class="money back">${sum(handed - total)}</span></small></button>`;
}

export function Tender({ total, isEmpty }) {
  const keys = cashKeys(total);
  const isFree = total === 0;
  const exact = () => (isFree ? payWith([]) : payAll(total, "cash", total));
  const isOff = isEmpty || isFree;
  return html`<div class="tender" role="group" aria-label=${t("Encaisser")}>
    <button class="key main" type="button" data-key="exact" disabled=${isEmpty} onClick=${exact}><span class="money">${euros(total)}</span><small>${isFree && !isEmpty ? t("rien à payer") : t("compte juste")}</small></button>
    <${NoteKey} name="next" total=${total} handed=${keys.next} />
    <${NoteKey} name="after" total=${total} handed=${keys.after} />
    <button class="key two" type="button" data-key="card" disabled=${isOff} onClick=${() => payAll(total, "card", total)}><span class="withico"><${Icon} name="i-card" />${t("Carte bancaire")}</span></button>
    <button class="key word" type="button" data-key="other" disabled=${isOff} onClick=${() => openPanel({ kind: "other" })}>${t("Autre")}</button>
  </div>`;
}
