// The snapshot, indexed once: code → item, card hash → card, tiles in their places, and a search that folds accents.
import { normalise } from "./barcode.js";

/** « Pâtes à l'œuf » → « pates a l'oeuf » */
export function fold(text) {
  return text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD").replace(/\p{M}/gu, "");
}

export function buildCatalogue(snapshot) {
  const items = new Map();
  const codes = new Map();
  const places = new Map(snapshot.categories.map((category) => [category.id, []]));
  const words = [];
  for (const item of snapshot.items) {
    items.set(item.id, item);
    for (const code of item.codes) {
      codes.set(code, item);
      if (/^\d{8,14}$/.test(code)) codes.set(normalise(code), item);
    }
    if (item.tile !== null && item.tile !== undefined) places.get(item.category)?.push(item);
    words.push({ item, text: fold(item.name) });
  }
  for (const list of places.values()) list.sort((a, b) => a.tile - b.tile);
  const letters = new Map(snapshot.letters.map(({ letter, share_bp }) => [letter, share_bp]));
  const activities = [...new Set(snapshot.items.map((item) => item.activity))];
  const cards = { version: snapshot.cards_version, cards: snapshot.cards };
  return withCards({ snapshot, items, codes, places, words, letters, activities }, cards);
}

/** The same catalogue with newer cards: letters and caps move, goods do not. */
export function withCards(catalogue, { version, cards }) {
  return { ...catalogue, cards: new Map(cards.map((card) => [card.token, card])), cardsVersion: version };
}

export function itemByCode(catalogue, { code, key }) {
  return catalogue.codes.get(code) ?? catalogue.codes.get(key) ?? null;
}

/** What the cart keeps of a card: enough to price, nothing about a person. */
export function cartCard(catalogue, card) {
  return { id: card.id, number: card.number, letter: card.letter, share_bp: catalogue.letters.get(card.letter) ?? 10000 };
}

/** Items whose name holds every word typed; those that begin with it first. { found: at most `limit`, more: how many left } */
export function searchItems(catalogue, query, limit) {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return { found: [], more: 0 };
  const first = [];
  const others = [];
  let count = 0;
  for (const { item, text } of catalogue.words) {
    if (!wanted.every((word) => text.includes(word))) continue;
    count += 1;
    if (text.startsWith(wanted[0])) first.length < limit && first.push(item);
    else others.length < limit && others.push(item);
  }
  const found = [...first, ...others].slice(0, limit);
  return { found, more: count - found.length };
}
