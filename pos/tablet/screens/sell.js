// The sell screen: categories, shelf, and on the right what the moment asks for.
import { showCategory } from "../till/sell.js";
import { html, useTill } from "../ui/html.js";
import { Picture } from "../ui/parts.js";
import { t } from "../ui/t.js";
import { AskPanel } from "./ask.js";
import { Band } from "./band.js";
import { CardPanel } from "./card.js";
import { CartPanel } from "./cart.js";
import { OtherPanel } from "./other.js";
import { PaidPanel } from "./paid.js";
import { QuantityPanel } from "./quantity.js";
import { Shelf } from "./shelf.js";

function Categories() {
  const { catalogue, category } = useTill((state) => ({ catalogue: state.catalogue, category: state.query ? null : state.category }));
  return html`<nav class="cats" aria-label=${t("Rayons")}><ul>
    ${catalogue.snapshot.categories.map((each) => html`<li key=${each.id}><button class="cat" type="button" data-category=${each.id}
      aria-current=${each.id === category ? "true" : undefined} onClick=${() => showCategory(each.id)}>
      <${Picture} name=${each.picture} colour=${each.colour} /><span>${each.name}</span></button></li>`)}
  </ul></nav>`;
}

const PANELS = { other: OtherPanel, quantity: QuantityPanel, card: CardPanel };

/** A panel without what it is about (its line, something to pay) gives its place back to the basket. */
function openPanel({ panel, cart }) {
  if (panel?.kind === "quantity") return cart.lines.some(({ key }) => key === panel.key) ? panel : null;
  return panel?.kind === "other" && cart.lines.length === 0 ? null : panel;
}

function Side() {
  const { ask, panel, isPaid } = useTill((state) => ({
    ask: state.asks[0], panel: openPanel(state), isPaid: state.paid !== null && state.cart.lines.length === 0 && state.cart.card === null,
  }));
  if (ask) return html`<${AskPanel} key=${`${ask.id}-${ask.unit_cents}`} entry=${ask} />`;
  const Panel = panel ? PANELS[panel.kind] : isPaid ? PaidPanel : CartPanel;
  return html`<${Panel} key=${panel?.key} ...${panel ?? {}} />`;
}

export function SellScreen() {
  return html`<div class="screen" data-screen="sell">
    <${Band} />
    <main class="till"><${Categories} /><${Shelf} /><${Side} /></main>
  </div>`;
}
