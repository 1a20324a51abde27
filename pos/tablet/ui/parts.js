// Small things every screen is made of.
import { html } from "./html.js";
import { t } from "./t.js";

export const Icon = ({ name, turns }) => html`<svg class=${turns ? "ico turns" : "ico"} viewBox="0 0 24 24" aria-hidden="true"><use href=${`#${name}`} /></svg>`;

const COLOURS = new Set(["red", "orange", "yellow", "green", "lime", "violet", "pink", "brown", "blue", "cream"]);

export function Picture({ name, colour }) {
  const known = name && document.getElementById(name) ? name : "p-article";
  return html`<svg class=${`pic ${COLOURS.has(colour) ? colour : "cream"}`} viewBox="0 0 48 48" aria-hidden="true"><use href=${`#${known}`} /></svg>`;
}

export const Mark = () => html`<svg class="mark turns" viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d="M6 30V5M6 28c0-3 2-4 5-4h13M6 20c0-3 2-4 5-4h8M6 12c0-3 2-4 5-4h3" /><path class="sprig" stroke="none" d="M13 24c0-3 2-5 6-5 0 3-2 5-6 5zM6 5c0-2 1.5-4 5-4 0 3-2 4-5 4z" /><g class="fruit" stroke="none"><circle cx="27" cy="24" r="3.4" /><circle cx="22.5" cy="16" r="3.4" /><circle cx="17.5" cy="8" r="3.4" /></g></svg>`;

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "00", "0", "back"];

/** The telephone of sums. `onDigits` gets the new digits, at most `max` of them: without leading zeros, but for a secret. */
export function Pad({ digits, onDigits, max, label, isSecret }) {
  const press = (key) => {
    if (key === "back") return onDigits(digits.slice(0, -1));
    const next = isSecret ? digits + key : (digits + key).replace(/^0+(?=\d)/, "");
    if (next.length <= max) onDigits(next);
  };
  return html`<div class="pad" role="group" aria-label=${label}>
    ${KEYS.map((key) => isSecret && key === "00" ? html`<span key=${key}></span>` : html`<button type="button" key=${key} data-pad=${key} aria-label=${key === "back" ? t("Effacer un chiffre") : undefined}
      onClick=${() => press(key)}>${key === "back" ? html`<${Icon} name="i-back" turns />` : key}</button>`)}
  </div>`;
}
