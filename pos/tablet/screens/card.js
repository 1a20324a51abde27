// The card of the basket: how to give it, or take it back.
import { closePanel, useCard } from "../till/sell.js";
import { html, useTill } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t } from "../ui/t.js";

export function CardPanel() {
  const { card } = useTill((state) => ({ card: state.cart.card }));
  return html`<section class="cart other" data-panel="card" aria-label=${t("Carte")}>
    <div class="top"><div class="carthead"><h2>${card ? t("Carte {number}", { number: card.number }) : t("Carte")}</h2><button class="btn" type="button" data-act="back" onClick=${closePanel}>${t("Retour")}</button></div>
      <${Problem} /></div>
    <div class="badgehelp"><${Icon} name="i-scan" />
      <p>${card ? t("Pour en changer, scannez une autre carte.") : t("Scannez la carte de la personne.")}</p>
      ${card && html`<button class="btn" type="button" data-act="uncard" onClick=${() => useCard(null)}>${t("Enlever la carte")}</button>`}
    </div>
  </section>`;
}
