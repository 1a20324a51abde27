// What an article asks for before it goes in the basket: its price, or its weight.
import { euros, kilos, sum } from "../core/money.js";
import { priceLine, shareOf, unitPaid } from "../core/price.js";
import { answerAsk, dropAsk, forgetProblem } from "../till/sell.js";
import { trouble } from "../till/state.js";
import { html, useState, useTill } from "../ui/html.js";
import { Pad } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t, tn } from "../ui/t.js";
import { ChangeStrip } from "./change.js";

export function AskPanel({ entry }) {
  const { card, waiting } = useTill((state) => ({ card: state.cart.card, waiting: state.asks.length - 1 }));
  const [digits, setDigits] = useState("");
  const { item, unit_cents } = entry;
  const asksPrice = unit_cents === null;
  const value = Number(digits || 0);
  const share_bp = shareOf(item.shares, card);
  const amount = asksPrice ? unitPaid(value, share_bp) : priceLine({ quantity: value, unit_cents, share_bp }).paid_cents;
  const enter = () => (value === 0 && !asksPrice ? trouble("weight_zero") : answerAsk(value));
  const type = (next) => {
    forgetProblem();
    setDigits(next);
  };
  return html`<section class="cart other" data-panel=${asksPrice ? "price" : "weight"} aria-label=${item.name}>
    <div class="top"><${ChangeStrip} isSmall />
      <div class="carthead"><h2>${item.name}</h2><button class="btn" type="button" data-act="back" onClick=${dropAsk}>${t("Retour")}</button></div>
      <${Problem} />
      ${waiting > 0 && html`<p class="queue soft">${tn("{n} autre article attend.", "{n} autres articles attendent.", waiting)}</p>`}</div>
    <div class="sum" role="status">
      <span>${asksPrice ? (item.unit ? t("Prix par {unit}", { unit: item.unit }) : t("Prix")) : t("Poids")}</span>
      <output class=${asksPrice ? "money" : "num"} data-typed=${value}>${asksPrice ? euros(value) : `${kilos(value)} ${item.unit ?? "kg"}`}</output>
      <span class="soft">${asksPrice ? t("À payer") : html`${t("À payer à")} <span class="money each">${sum(unitPaid(unit_cents, share_bp))}</span> / ${item.unit ?? "kg"}`}</span>
      <output class="money small-out">${euros(amount)}</output>
    </div>
    <${Pad} digits=${digits} onDigits=${type} max=${asksPrice ? 7 : 8} label=${asksPrice ? t("Prix en centimes") : t("Poids en grammes")} />
    <button class="btn main last" type="button" data-act="add" onClick=${enter}>${asksPrice && item.measure === "weight" ? t("Puis le poids") : t("Ajouter")}</button>
  </section>`;
}
