// Who serves: a badge anywhere on this screen, or a name and its PIN. The basket waits meanwhile.
import { expectPin } from "../till/scans.js";
import { signInWithPin } from "../till/session.js";
import { forgetProblem } from "../till/sell.js";
import { html, useEffect, useState, useTill } from "../ui/html.js";
import { Icon, Pad } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t, tn } from "../ui/t.js";
import { Band } from "./band.js";

function Pin({ person, onBack }) {
  const [digits, setDigits] = useState("");
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    expectPin(() => person.id);
    return () => expectPin(() => null);
  }, [person.id]);
  const enter = async () => {
    if (isAsking || digits.length < 4) return;
    setAsking(true);
    const isIn = await signInWithPin(person.id, digits);
    if (!isIn) {
      setAsking(false);
      setDigits("");
    }
  };
  const dots = digits.length === 0 ? t("Tapez votre code") : "●".repeat(digits.length);
  return html`<section class="side pin" aria-label=${t("Code de {name}", { name: person.name })}>
    <div class="carthead"><h2>${person.name}</h2><button class="btn" type="button" data-act="back" onClick=${onBack}>${t("Retour")}</button></div>
    <${Problem} />
    <p class="dots" role="status" aria-label=${t("{n} chiffres", { n: digits.length })}>${dots}</p>
    <${Pad} isSecret digits=${digits} max=${8} label=${t("Code")} onDigits=${(next) => { forgetProblem(); setDigits(next); }} />
    <button class="btn main last" type="button" data-act="enter" aria-disabled=${digits.length < 4} onClick=${enter}>${isAsking ? t("Vérification") : t("Entrer")}</button>
  </section>`;
}

function Badge({ lines, held }) {
  return html`<section class="side badge">
    <${Problem} />
    <div class="badgehelp">
      <${Icon} name="i-scan" />
      <h2>${t("Scannez votre badge")}</h2>
      <p class="soft">${t("Ou touchez votre nom, puis tapez votre code.")}</p>
      ${lines > 0 && html`<p class="pill info" data-kept=${lines}>${tn("Panier gardé : {n} ligne", "Panier gardé : {n} lignes", lines)}</p>`}
      ${held > 0 && html`<p class="pill info" data-held=${held}>${tn("{n} article scanné attend", "{n} articles scannés attendent", held)}</p>`}
    </div>
  </section>`;
}

export function CashierScreen() {
  const { catalogue, lines, held } = useTill((state) => ({ catalogue: state.catalogue, lines: state.cart.lines.length, held: state.held }));
  const [chosen, setChosen] = useState(null);
  const { cashiers, hub } = catalogue.snapshot;
  const person = cashiers.find(({ id }) => id === chosen);
  const choose = (id) => {
    forgetProblem();
    setChosen(id);
  };
  return html`<div class="screen" data-screen="cashier">
    <${Band} />
    <main class="who-is">
      <section class="people">
        <h2>${t("Qui est en caisse ?")}</h2>
        <p class="soft">${hub.name}</p>
        <ul>${cashiers.map(({ id, name }) => html`<li key=${id}><button class="tile person" type="button" data-person=${id}
          aria-pressed=${id === chosen} onClick=${() => choose(id)}><span class="face" aria-hidden="true">${name[0]}</span><span class="name">${name}</span></button></li>`)}</ul>
      </section>
      ${person ? html`<${Pin} key=${person.id} person=${person} onBack=${() => choose(null)} />` : html`<${Badge} lines=${lines} held=${held} />`}
    </main>
  </div>`;
}
