// What was just sold, while the next sale grows below it: change due stays until the next total.
import { euros } from "../core/money.js";
import { changePieces } from "../core/tender.js";
import { askPaper } from "../till/paper.js";
import { wakeSync } from "../till/start.js";
import { html, useTill } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { t } from "../ui/t.js";
import { pieceName, pieceValue } from "../ui/words.js";

const FINAL = new Set(["failed", "expired", "unconfirmed", "none"]);

/** « Reçu papier », then the honest words of its printing; again when it may not have come out. */
export function PaperKey() {
  const { paper } = useTill((state) => ({ paper: state.paper }));
  const canAsk = !paper || FINAL.has(paper.state);
  return html`${canAsk && html`<button class="btn" type="button" data-act="paper" onClick=${() => askPaper({ onKept: wakeSync })}><${Icon} name="i-printer" />${paper ? t("Réimprimer") : t("Reçu papier")}</button>`}
    ${paper && html`<p class="paperwords" role="status" data-paper=${paper.state}>${!canAsk && html`<${Icon} name=${paper.state === "confirmed" ? "i-check" : "i-printer"} />`}<span>${paper.words}</span></p>`}`;
}

export function PieceWords({ cents }) {
  return html`<ul class="coins">${changePieces(cents).map(({ piece_cents, count }) => html`<li key=${piece_cents}><b class="num">${count}</b> ${pieceName(piece_cents, count)} <b>${pieceValue(piece_cents)}</b></li>`)}</ul>`;
}

export function ChangeStrip({ isSmall }) {
  const { paid } = useTill((state) => ({ paid: state.paid }));
  if (!paid) return null;
  return html`<div class=${isSmall ? "strip small-strip" : "strip"} data-screen="paid" data-strip>
    <p class="okline"><${Icon} name="i-check" /><b>${t("Encaissé")}</b> <span class="num" data-ticket=${paid.id}>${paid.shown}</span></p>
    <p class="stripdue"><span>${paid.change_cents > 0 ? t("À rendre") : t("Rien à rendre")}</span>${paid.change_cents > 0 && html`<output class="money" data-change>${euros(paid.change_cents)}</output>`}</p>
    ${!isSmall && html`<${PieceWords} cents=${paid.change_cents} /><div class="after"><${PaperKey} /></div>`}
  </div>`;
}
