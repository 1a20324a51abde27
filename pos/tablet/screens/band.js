// The band at the top: what must always be seen. A state is a word, then an icon, then a colour.
import { lock } from "../till/session.js";
import { undoLast } from "../till/sell.js";
import { html, useTill } from "../ui/html.js";
import { Icon, Mark } from "../ui/parts.js";
import { t, tn } from "../ui/t.js";

const CALM_PRINTER = new Set(["ready", "none", "unknown"]);

function waitingWords(waiting, isHere) {
  const { tickets, facts } = waiting;
  if (tickets > 0) return isHere ? tn("{n} vente gardée ici", "{n} ventes gardées ici", tickets) : tn("{n} vente en attente", "{n} ventes en attente", tickets);
  if (facts > 0) return tn("{n} reçu en attente", "{n} reçus en attente", facts);
  return isHere ? t("la vente continue") : t("rien en attente");
}

function connection(online, waiting) {
  if (online === true) return { name: "online", icon: "i-wifi", word: t("Connecté"), detail: waitingWords(waiting, false) };
  if (online === null) return { name: "asking", icon: "i-wifi", word: t("Connexion"), detail: waitingWords(waiting, false) };
  if (online === "unknown") return { name: "unknown", icon: "i-alert", word: t("Non reconnue"), detail: waitingWords(waiting, true), isLow: true };
  return { name: "offline", icon: "i-nowifi", word: t("Hors ligne"), detail: waitingWords(waiting, true), isLow: true };
}

function State({ icon, word, detail, isLow, ...marks }) {
  return html`<p class=${isLow ? "st low" : "st"} ...${marks}><${Icon} name=${icon} /><span><b>${word}</b>${detail}</span></p>`;
}

export function Band() {
  const { online, waiting, printer, drawer, session, now, name, hasPast } = useTill((state) => ({
    online: state.online, waiting: state.waiting, printer: state.printer, drawer: state.drawer, session: state.session,
    now: Math.floor(state.now / 60_000), name: state.catalogue?.snapshot.register.name ?? state.device.register.name, hasPast: state.cart.past.length > 0,
  }));
  const link = connection(online, waiting);
  const hour = new Date(now * 60_000);
  const time = `${String(hour.getHours()).padStart(2, "0")}:${String(hour.getMinutes()).padStart(2, "0")}`;
  return html`<header class="bar">
    <h1 class="unseen">${name}</h1>
    <p class="brand"><${Mark} /><span><b>Tiers-Lieu</b>${name}</span></p>
    <div class="sts" role="status">
      <${State} ...${link} name=${undefined} data-connection=${link.name} data-waiting=${waiting.facts} />
      <${State} icon="i-printer" word=${t("Imprimante")} detail=${printer?.words || t("sans nouvelles")} data-printer=${printer?.state ?? "unknown"}
        isLow=${printer && !CALM_PRINTER.has(printer.state)} />
      <${State} icon="i-drawer" word=${t("Tiroir")} detail=${drawer?.words || t("sans nouvelles")} data-drawer=${drawer?.state ?? "unknown"}
        isLow=${drawer?.state === "open"} />
    </div>
    <time class="num" datetime=${time}>${time}</time>
    ${session && html`
      <button class=${hasPast ? "onbar" : "onbar gone"} type="button" data-act="undo" disabled=${!hasPast} aria-label=${t("Annuler le dernier geste")}
        onClick=${undoLast}><${Icon} name="i-undo" turns /><span>${t("Annuler")}</span></button>
      <button class="onbar who" type="button" data-act="switch" data-cashier=${session.cashier} onClick=${lock}
        aria-label=${t("{name} est en caisse. Changer de personne", { name: session.name })}><span class="face" aria-hidden="true">${session.name[0]}</span><span>${session.name}</span></button>`}
  </header>`;
}
