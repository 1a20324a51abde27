// Every refusal in words: what happened, then what to do. Twelve words a sentence at most.
import { html, useTill } from "./html.js";
import { Icon } from "./parts.js";
import { forgetProblem } from "../till/sell.js";
import { t } from "./t.js";

const SENTENCES = {
  unknown_code: "Code inconnu : {code}. Cherchez l'article par son nom.",
  bad_check: "Code mal lu : {code}. Scannez-le encore.",
  unreadable: "Ce code ne sert pas ici. Scannez un article ou une carte.",
  unknown_card: "Carte inconnue. Demandez à un coordinateur.",
  revoked_card: "Cette carte ne sert plus. Demandez la nouvelle carte.",
  quantity_zero: "Entrez une quantité plus grande que zéro.",
  weight_zero: "Poids nul. Posez l'article et entrez son poids.",
  quantity_too_big: "Quantité trop grande. Vérifiez, puis entrez-la encore.",
  price_zero: "Entrez un prix plus grand que zéro.",
  too_many_lines: "Panier trop long. Encaissez-le, puis continuez.",
  does_not_add_up: "Le compte n'y est pas. Choisissez encore le paiement.",
  storage_full: "Mémoire pleine. Rien n'est encaissé. Prévenez un coordinateur.",
  not_kept: "La vente n'est pas gardée. Touchez encore une fois.",
  already_paid: "Ce panier est déjà encaissé, dans un autre onglet.",
  scan_failed: "Lecture impossible. Scannez encore.",
  badge_offline: "Badge inconnu ici, et pas de réseau. Prenez un autre badge.",
  pin_offline: "Sans réseau, le code ne marche pas. Scannez votre badge.",
  pairing_shape: "Le code a huit signes, comme K7QM-4XRD. Vérifiez-le.",
  pairing_offline: "Le serveur ne répond pas. Vérifiez le réseau, puis recommencez.",
  server: "{words}",
};

export function sentence({ code, values }) {
  return t(SENTENCES[code] ?? "Une erreur est arrivée. Recommencez.", values);
}

/** The problem of the moment, in its place on the screen, until it is settled or put away. */
export function Problem() {
  const { problem } = useTill(({ problem: now }) => ({ problem: now }));
  if (!problem) return null;
  return html`<div class="notice bad trouble" role="alert" data-problem=${problem.values.code ?? problem.code}>
    <${Icon} name="i-alert" /><div><p>${sentence(problem)}</p></div>
    <button class="btn" type="button" data-act="forget" onClick=${forgetProblem}>${t("Fermer")}</button>
  </div>`;
}
