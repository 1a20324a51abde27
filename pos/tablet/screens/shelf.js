// Tiles, each in its own place for ever, or what a search found. A tap adds one.
import { counts } from "../core/cart.js";
import { searchItems } from "../core/catalogue.js";
import { euros } from "../core/money.js";
import { shareOf, unitPaid } from "../core/price.js";
import { goods } from "../till/scans.js";
import { tapTile, typeQuery } from "../till/sell.js";
import { html, still, useTill } from "../ui/html.js";
import { Icon, Picture } from "../ui/parts.js";
import { t, tn } from "../ui/t.js";

const FOUND_MAX = 20;
const PLACES_MAX = 200;

const Tile = still(({ item, price, count }) => html`<button class="tile" type="button" data-tile=${item.id} onClick=${() => tapTile(item)}>
  ${count > 0 && html`<span class="count num"><span class="sr">${t("au panier : ")}</span>${count}</span>`}
  <${Picture} name=${item.picture} colour=${item.colour} /><span class="name"><span>${item.name}</span></span>
  ${price === null
    ? html`<span class="price typed">${t("prix à saisir")}</span>`
    : html`<span class="price"><b class="money">${price}</b><span class="per">${item.unit ? ` / ${item.unit}` : ""}</span></span>`}
</button>`);

/** Items in their places (tile 1 is the first), an empty place where none is; two on one place sit side by side. */
function inPlaces(items) {
  const places = [];
  for (const item of items) {
    let place = Math.max(0, item.tile - 1);
    while (places[place]) place += 1;
    if (place < PLACES_MAX) places[place] = item;
  }
  return Array.from(places, (item) => item ?? null);
}

let lastPlaces = { items: null, places: [] };
function placesOf(items) {
  if (lastPlaces.items !== items) lastPlaces = { items, places: inPlaces(items) };
  return lastPlaces.places;
}

function paidFor(item, card) {
  return item.price_cents === null ? null : euros(unitPaid(item.price_cents, shareOf(item.shares, card)));
}

function Search({ query, found }) {
  const onKey = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (/^\d{4,14}$/.test(query.trim())) {
      if (goods(query.trim())) typeQuery("");
    } else if (found.length === 1) tapTile(found[0]);
  };
  return html`<div class="search"><${Icon} name="i-search" /><input type="search" aria-label=${t("Chercher un article")}
    data-field="search" placeholder=${t("Chercher ou scanner")} autocomplete="off" spellcheck=${false} enterkeyhint="search" value=${query}
    onInput=${(event) => typeQuery(event.target.value)} onKeyDown=${onKey} />
    ${query && html`<button class="btn" type="button" data-act="clear-search" aria-label=${t("Effacer la recherche")} onClick=${() => typeQuery("")}><${Icon} name="i-back" turns /></button>`}
  </div>`;
}

export function Shelf() {
  const { catalogue, category, query, cart } = useTill((state) => ({
    catalogue: state.catalogue, category: state.category, query: state.query, cart: state.cart,
  }));
  const isSearch = query.trim() !== "";
  const result = isSearch ? searchItems(catalogue, query, FOUND_MAX) : { found: [], more: 0 };
  const places = isSearch ? result.found : placesOf(catalogue.places.get(category) ?? []);
  const inCart = counts(cart);
  const title = isSearch ? t("Recherche") : catalogue.snapshot.categories.find(({ id }) => id === category)?.name ?? "";
  return html`<section class="shelf" aria-label=${t("Articles")}>
    <div class="find"><h2>${title}</h2><${Search} query=${query} found=${result.found} /></div>
    ${places.length === 0 && html`<p class="nothing" role="status">${isSearch
      ? t("Aucun article de ce nom. Essayez moins de lettres.") : t("Cherchez un article par son nom, ou scannez-le.")}</p>`}
    <ul class="tiles" key=${isSearch ? "search" : category}>${places.map((item, place) => item === null
      ? html`<li key=${`gap-${place}`} aria-hidden="true"></li>`
      : html`<li key=${item.id}><${Tile} item=${item} price=${paidFor(item, cart.card)} count=${inCart.get(item.id) ?? 0} /></li>`)}</ul>
    ${result.more > 0 && html`<p class="more soft" role="status">${tn("{n} autre article. Précisez le nom.", "{n} autres articles. Précisez le nom.", result.more)}</p>`}
  </section>`;
}
