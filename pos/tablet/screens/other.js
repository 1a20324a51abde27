// Any other sum: cash that no key stands for, a part by card and the rest in cash.
import { cartTotals } from "../core/cart.js";
import { euros } from "../core/money.js";
import { addTender, paidBy } from "../core/tender.js";
import { closePanel } from "../till/sell.js";
import { html, useState, useTill } from "../ui/html.js";
import { Icon, Pad } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t } from "../ui/t.js";
import { payWith } from "./tender.js";

const WAYS = [["cash", "i-note", "Espèces"], ["card", "i-card", "Carte"]];
const WORDS = { cash: "Espèces", card: "Carte" };

function Ways({ way, onWay }) {
  return html`<fieldset class="ways"><legend class="sr">${t("Moyen")}</legend>
    ${WAYS.map(([name, icon, word]) => html`<label key=${name}><input type="radio" name="way" data-way=${name} checked=${way === name} onChange=${() => onWay(name)} /><span class="btn"><${Icon} name=${icon} />${t(word)}</span></label>`)}
  </fieldset>`;
}

function lastWord(left, handed, way) {
  if (way === "card" && handed > left) return t("Trop : la carte ne rend pas");
  return handed > 0 && handed < left ? t("Ajouter, puis le reste") : t("Encaisser");
}

export function OtherPanel() {
  const { cart } = useTill((state) => ({ cart: state.cart }));
  const total = cartTotals(cart).paid_cents;
  const [tenders, setTenders] = useState([]);
  const [way, setWay] = useState("cash");
  const [digits, setDigits] = useState("");
  const left = total - paidBy(tenders);
  // By card, nothing typed is all that is left; in cash, what was handed over is typed.
  const handed = digits === "" && way === "card" ? left : Number(digits || 0);
  const added = addTender(total, tenders, way, handed);
  const enter = () => {
    if (!added) return;
    if (added.left_cents === 0) return payWith(added.tenders);
    setTenders(added.tenders);
    setDigits("");
  };
  const isShort = handed < left;
  return html`<section class="cart other" data-panel="other" aria-label=${t("Autre paiement")}>
    <div class="top"><div class="carthead"><h2>${t("Autre paiement")}</h2><button class="btn" type="button" data-act="back" onClick=${closePanel}>${t("Retour")}</button></div>
      <${Problem} />
      <${Ways} way=${way} onWay=${(next) => { setWay(next); setDigits(""); }} />
      ${tenders.length > 0 && html`<p class="parts soft" data-parts=${tenders.length}>${t("Déjà reçu :")} ${tenders.map((tender) => `${t(WORDS[tender.kind])} ${euros(tender.amount_cents)}`).join(", ")}</p>`}</div>
    <div class="sum" role="status">
      <span>${way === "card" ? t("Par carte") : t("Reçu")}</span><output class="money" data-typed=${handed}>${euros(handed)}</output>
      <span class="soft">${isShort ? t("Reste sur") : t("À rendre sur")} ${euros(left)}</span><output class="money small-out" data-back>${euros(Math.abs(handed - left))}</output>
    </div>
    <${Pad} digits=${digits} onDigits=${setDigits} max=${7} label=${t("Somme reçue")} />
    <button class="btn main last" type="button" data-act="encaisser" disabled=${!added} onClick=${enter}>${lastWord(left, handed, way)}</button>
  </section>`;
}
