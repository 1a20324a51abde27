// « Encaissé »: the sale is on the disk. What to give back, drawn and in words; the next sale may start at any time.
import { euros } from "../core/money.js";
import { changePieces } from "../core/tender.js";
import { html, useTill } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t } from "../ui/t.js";
import { Cash } from "./cash.js";
import { PaperKey, PieceWords } from "./change.js";

function howPaid({ given_cents, total_cents }) {
  if (total_cents === 0) return t("Rien à payer");
  return t("Reçu {given} pour {total}", { given: euros(given_cents), total: euros(total_cents) });
}

export function PaidPanel() {
  const { paid } = useTill((state) => ({ paid: state.paid }));
  const { change_cents } = paid;
  return html`<section class="cart done" data-panel="paid" data-screen="paid" aria-label=${t("Vente terminée")}>
    <div class="paid" tabindex="0">
      <${Problem} />
      <p class="okline" role="status"><${Icon} name="i-check" /><b>${t("Encaissé")}</b> <span class="num" data-ticket=${paid.id}>${t("ticket {number}", { number: paid.shown })}</span></p>
      <p class="due"><span>${change_cents > 0 ? t("À rendre") : t("Rien à rendre")}</span>${change_cents > 0 && html`<output class="money" data-change>${euros(change_cents)}</output>`}</p>
      ${change_cents > 0 && html`<${Cash} pieces=${changePieces(change_cents)} />`}
      <${PieceWords} cents=${change_cents} />
      <p class="soft given num">${howPaid(paid)}</p>
      <div class="after"><${PaperKey} /></div>
    </div>
    <div class="next"><p><b>${t("Vente suivante")}</b><span class="soft">${t("Touchez un article ou scannez.")}${change_cents > 0 && html`<br />${t("La monnaie reste affichée.")}`}</span></p><output class="money" data-total>${euros(0)}</output></div>
  </section>`;
}
