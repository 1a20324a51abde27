// Change drawn as notes and coins: true relative sizes, true hues, a plain arch, no likeness.
import { html } from "../ui/html.js";
import { isNote, piecesAloud } from "../ui/words.js";

const MM = 2.5; // pixels a millimetre
const NOTES = { 500: [120, 62], 1000: [127, 67], 2000: [133, 72], 5000: [140, 77], 10000: [147, 82], 20000: [153, 82] };
const COINS = { 1: 16.25, 2: 18.75, 5: 21.25, 10: 19.75, 20: 22.25, 50: 24.25, 100: 23.25, 200: 25.75 };
const METAL = { 1: "copper", 2: "copper", 5: "copper", 10: "gold", 20: "gold", 50: "gold", 100: "bi1", 200: "bi2" };
const WIDTH = 388;
const PEEK = 58; // how much of a note shows above the next one
const ROW = 68;
const PER_ROW = 5;

/** Pieces one by one; above three alike, one with « 4 × ». */
function spread(list) {
  return list.flatMap(({ piece_cents, count }) => (count > 3 ? [{ cents: piece_cents, times: count }]
    : Array.from({ length: count }, () => ({ cents: piece_cents, times: 1 }))));
}

function Note({ cents, times, top, isLast }) {
  const [width, height] = NOTES[cents].map((mm) => mm * MM);
  const left = (WIDTH - width) / 2;
  const middle = width - 100;
  return html`<g class=${`note n${cents / 100}`} transform=${`translate(${left} ${top})`}>
    <rect width=${width} height=${height} rx="5" />
    <path class="arch" d=${`M${middle - 40} ${height - 14}V84a40 40 0 0 1 80 0V${height - 14}M${middle - 20} ${height - 14}V88a20 20 0 0 1 40 0V${height - 14}`} />
    <text x="16" y=${isLast ? 74 : 46} class=${isLast ? "big" : "mid"}>${times > 1 ? `${times} × ` : ""}${cents / 100}</text>
    ${isLast && html`<text x="18" y="102" class="unit">euros</text>`}
  </g>`;
}

function Coin({ cents, times, x, y }) {
  const radius = (COINS[cents] * MM) / 2;
  const isEuro = cents >= 100;
  return html`<g class=${`coin ${METAL[cents]}`} transform=${`translate(${x} ${y})`}>
    <circle r=${radius} /><circle class=${isEuro ? "in" : "rim"} r=${isEuro ? radius * 0.74 : radius - 4} />
    <text class="cv" y="4">${isEuro ? cents / 100 : cents}</text><text class="cu" y="18">${isEuro ? "€" : "c"}</text>
    ${times > 1 && html`<text class="cu" x="0" y=${radius + 14}>${times} ×</text>`}
  </g>`;
}

export function Cash({ pieces }) {
  const all = spread(pieces);
  const notes = all.filter(({ cents }) => isNote(cents));
  const coins = all.filter(({ cents }) => !isNote(cents));
  const noteTop = (index) => 3 + index * PEEK;
  const lastNote = notes.at(-1);
  const notesEnd = lastNote ? noteTop(notes.length - 1) + NOTES[lastNote.cents][1] * MM + 6 : 0;
  const rows = Math.ceil(coins.length / PER_ROW);
  const coinAt = (index) => {
    const inRow = Math.min(PER_ROW, coins.length - Math.floor(index / PER_ROW) * PER_ROW);
    const step = WIDTH / Math.max(inRow + 1, 4);
    return { x: WIDTH / 2 + ((index % PER_ROW) - (inRow - 1) / 2) * step, y: notesEnd + 36 + Math.floor(index / PER_ROW) * ROW };
  };
  return html`<svg class="cash" viewBox=${`0 0 ${WIDTH} ${notesEnd + rows * ROW + 4}`} role="img" aria-label=${piecesAloud(pieces)}>
    ${notes.map((note, index) => html`<${Note} key=${`n${index}`} ...${note} top=${noteTop(index)} isLast=${index === notes.length - 1} />`)}
    ${coins.map((coin, index) => html`<${Coin} key=${`c${index}`} ...${coin} ...${coinAt(index)} />`)}
  </svg>`;
}
