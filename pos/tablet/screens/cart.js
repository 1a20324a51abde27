// The basket: its lines, its total, and the keys that end it.
import { cartTotals } from "../core/cart.js";
import { euros, sum } from "../core/money.js";
import { unitPaid } from "../core/price.js";
import { changeQuantity, lookAtLine, openPanel, takeAllAway, takeLineAway } from "../till/sell.js";
import { html, still, useLayoutEffect, useRef, useTill } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t, tn } from "../ui/t.js";
import { quantityWords } from "../ui/words.js";
import { ChangeStrip } from "./change.js";
import { Tender } from "./tender.js";

function Steps({ line }) {
  const { key, label, measure, quantity } = line;
  const byWeight = measure === "weight";
  return html`<div class="step">
    ${byWeight
      ? html`<button class="btn weigh" type="button" data-act="quantity" onClick=${() => openPanel({ kind: "quantity", key })}>${t("Changer le poids")}</button>`
      : html`<button class="btn" type="button" data-act="minus" aria-label=${t("{label} : un de moins", { label })} onClick=${() => changeQuantity(key, Math.max(0, quantity - 1000))}><${Icon} name="i-minus" /></button>
        <button class="btn count-of num" type="button" data-act="quantity" aria-label=${t("Quantité : {n}. Changer", { n: quantity / 1000 })} onClick=${() => openPanel({ kind: "quantity", key })}>${quantity / 1000}</button>
        <button class="btn" type="button" data-act="plus" aria-label=${t("{label} : un de plus", { label })} onClick=${() => changeQuantity(key, quantity + 1000)}><${Icon} name="i-plus" /></button>`}
    <button class="btn quiet" type="button" data-act="remove" onClick=${() => takeLineAway(key)}><${Icon} name="i-trash" />${t("Retirer")}</button>
  </div>`;
}

const Line = still(({ line, isOpen }) => {
  const what = html`<span><b>${line.label}</b><span class="soft num">${quantityWords(line)} × <span class="money each">${sum(unitPaid(line.unit_cents, line.share_bp))}</span></span></span>
    <span class="money amount">${euros(line.paid_cents)}</span>`;
  return html`<li class=${isOpen ? "open" : ""} data-line=${line.item} data-quantity=${line.quantity} data-open=${isOpen ? "yes" : undefined}>
    <button class="cartline" type="button" aria-expanded=${isOpen} onClick=${() => lookAtLine(line.key)}>${what}</button>
    ${isOpen && html`<${Steps} line=${line} />`}
  </li>`;
});

/** Scroll the list, and only the list, so that the open line is seen whole. */
function showOpen(list) {
  const open = list.querySelector("[data-open]");
  if (!open) return;
  const end = open.offsetTop + open.offsetHeight;
  if (open.offsetTop < list.scrollTop) list.scrollTop = open.offsetTop;
  else if (end > list.scrollTop + list.clientHeight) list.scrollTop = end - list.clientHeight;
}

function Lines({ cart }) {
  const list = useRef(null);
  useLayoutEffect(() => {
    if (list.current) showOpen(list.current);
  }, [cart.open, cart.lines]);
  return html`<ol class="lines" ref=${list} tabindex="0" aria-label=${t("Lignes du panier")}>
    ${cart.lines.map((line) => html`<${Line} key=${line.key} line=${line} isOpen=${line.key === cart.open} />`)}
    ${cart.lines.length === 0 && html`<li class="nothing">${t("Touchez un article ou scannez.")}</li>`}
    ${cart.lines.length > 1 && html`<li class="emptying"><button class="btn quiet" type="button" data-act="clear" onClick=${takeAllAway}>${t("Vider le panier")}</button></li>`}
  </ol>`;
}

/** The same words for every card: its number, and nothing else. */
function CardKey({ card }) {
  return html`<button class="btn" type="button" data-act="card" data-card=${card ? card.number : ""} onClick=${() => openPanel({ kind: "card" })}>
    <${Icon} name="i-card" /><span class="num">${card ? t("Carte {number}", { number: card.number }) : t("Carte")}</span></button>`;
}

export function CartPanel() {
  const { cart } = useTill((state) => ({ cart: state.cart }));
  const { paid_cents } = cartTotals(cart);
  return html`<section class="cart" data-panel="cart" aria-label=${t("Panier")}>
    <${ChangeStrip} />
    <div class="top">
      <div class="carthead"><h2>${t("Panier")} <span class="soft num" data-lines=${cart.lines.length}>${tn("{n} ligne", "{n} lignes", cart.lines.length)}</span></h2><${CardKey} card=${cart.card} /></div>
      <${Problem} />
    </div>
    <${Lines} cart=${cart} />
    <p class="total" role="status"><span>${t("Total")}</span><output class="money" data-total>${euros(paid_cents)}</output></p>
    <${Tender} total=${paid_cents} isEmpty=${cart.lines.length === 0} />
  </section>`;
}
