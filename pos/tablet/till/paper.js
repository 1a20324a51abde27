// A receipt on paper, only because somebody asked. The words are those of the printer's own state.
import { newId } from "../core/ids.js";
import { t } from "../ui/t.js";
import { readPaper } from "../net/api.js";
import { answerTo, keepFact } from "../store/facts.js";
import { factOf } from "./checkout.js";
import { get, set } from "./state.js";
import { counted } from "./waiting.js";

const MOVING = new Set(["queued", "sending", "waiting"]);
const LOOKS_MS = [300, ...Array(20).fill(1000), 5000]; // the last one for as long as this sale is the last

function say(ticket, state, words) {
  if (get().paid?.id === ticket) set({ paper: { ticket, state, words } });
}

export async function askPaper({ onKept }) {
  const { paid, paper } = get();
  if (!paid || paper?.state === "asking" || MOVING.has(paper?.state)) return;
  say(paid.id, "asking", t("Demande envoyée."));
  const id = newId();
  try {
    const { waiting } = await keepFact(factOf("paper", id, { ticket: paid.id, reason: "asked" }));
    set(counted(waiting));
  } catch {
    return say(paid.id, "failed", t("La demande n'est pas gardée. Touchez encore une fois."));
  }
  onKept();
  await follow(paid.id, id);
}

async function follow(ticket, paperId) {
  for (let look = 0; get().paid?.id === ticket; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOKS_MS[Math.min(look, LOOKS_MS.length - 1)]));
    const answer = await answerTo(paperId);
    if (!answer) {
      if (get().online === false) say(ticket, "queued", t("Hors ligne : il sortira au retour du réseau."));
      continue;
    }
    if (answer.status === "quarantined") return say(ticket, "failed", t("Le reçu attend un coordinateur."));
    try {
      const { body } = await readPaper(get().device.token, ticket);
      say(ticket, body.state, body.words);
      if (!MOVING.has(body.state)) return;
    } catch {
      // The next look may reach the server; the words on screen stay true until then.
    }
  }
}
