// A line's quantity, typed: pieces, or grams.
import { euros, kilos } from "../core/money.js";
import { priceLine } from "../core/price.js";
import { changeQuantity, closePanel, forgetProblem } from "../till/sell.js";
import { trouble } from "../till/state.js";
import { html, useState, useTill } from "../ui/html.js";
import { Pad } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t } from "../ui/t.js";

export function QuantityPanel() {
  const { line } = useTill((state) => ({ line: state.cart.lines.find((each) => each.key === state.panel?.key) }));
  const [digits, setDigits] = useState("");
  if (!line) return null;
  const byWeight = line.measure === "weight";
  const value = Number(digits || 0);
  const quantity = byWeight ? value : value * 1000;
  const enter = () => {
    if (quantity === 0) return trouble(byWeight ? "weight_zero" : "quantity_zero");
    if (changeQuantity(line.key, quantity)) closePanel();
  };
  return html`<section class="cart other" data-panel="quantity" aria-label=${line.label}>
    <div class="top"><div class="carthead"><h2>${line.label}</h2><button class="btn" type="button" data-act="back" onClick=${closePanel}>${t("Retour")}</button></div>
      <${Problem} /></div>
    <div class="sum" role="status">
      <span>${byWeight ? t("Poids") : t("Quantité")}</span><output class="num" data-typed=${value}>${byWeight ? `${kilos(value)} ${line.unit ?? "kg"}` : value}</output>
      <span class="soft">${t("À payer")}</span><output class="money small-out">${euros(priceLine({ ...line, quantity }).paid_cents)}</output>
    </div>
    <${Pad} digits=${digits} onDigits=${(next) => { forgetProblem(); setDigits(next); }} max=${byWeight ? 8 : 6} label=${t("Quantité")} />
    <button class="btn main last" type="button" data-act="add" onClick=${enter}>${t("Changer")}</button>
  </section>`;
}
