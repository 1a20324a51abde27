// Screens with one thing to say: starting, not secure, stopped, broken.
import { askPairing } from "../till/start.js";
import { html, useTill } from "../ui/html.js";
import { Mark } from "../ui/parts.js";
import { t } from "../ui/t.js";

const WORDS = {
  start: ["Chargement des articles", "La caisse demande ses articles au serveur."],
  insecure: ["Adresse non protégée", "Ouvrez la caisse à son adresse en https.", "Un coordinateur la montre dans « Caisses »."],
  revoked: ["Cette tablette est arrêtée", "Un coordinateur l'a retirée de la caisse.", "Ses ventes partent quand même. Demandez un nouveau code."],
  broken: ["La caisse n'a pas démarré", "Rechargez la page. Les ventes gardées ici le restent."],
};

export function Alone() {
  const { screen, waiting } = useTill((state) => ({ screen: state.screen, waiting: state.waiting }));
  const [title, ...lines] = WORDS[screen] ?? WORDS.broken;
  return html`<main class="alone" data-screen=${screen}>
    <${Mark} />
    <h1>${t(title)}</h1>
    ${lines.map((line) => html`<p key=${line}>${t(line)}</p>`)}
    ${waiting.facts > 0 && html`<p class="pill warn" data-waiting=${waiting.facts}>${t("{n} à envoyer", { n: waiting.facts })}</p>`}
    ${screen === "revoked" && html`<button class="btn main" type="button" data-act="pair-again" onClick=${() => askPairing(null)}>${t("Appairer de nouveau")}</button>`}
    ${["revoked", "broken"].includes(screen) && html`<a class="btn" href="/caisse/" data-act="reload">${t("Recharger")}</a>`}
  </main>`;
}
