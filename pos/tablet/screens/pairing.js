// A tablet asks to be a register. The link only fills the code in: a button acts.
import { cleanCode, codeInAddress } from "../till/pairing.js";
import { keepRegister, pair } from "../till/start.js";
import { html, useEffect, useState, useTill } from "../ui/html.js";
import { Mark } from "../ui/parts.js";
import { Problem } from "../ui/problems.js";
import { t } from "../ui/t.js";

export function PairingScreen() {
  const { isBusy, device, waiting } = useTill((state) => ({ isBusy: state.isBusy, device: state.device, waiting: state.waiting }));
  const [code, setCode] = useState(codeInAddress(location.hash) ?? "");
  useEffect(() => {
    const follow = () => setCode(codeInAddress(location.hash) ?? "");
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const submit = (event) => {
    event.preventDefault();
    if (!isBusy) pair(code);
  };
  const write = (event) => setCode(cleanCode(event.target.value) ?? event.target.value.toUpperCase());
  return html`<main class="alone" data-screen="pairing">
    <${Mark} />
    <h1>${t("Appairer cette tablette")}</h1>
    <p class="soft">${t("Un coordinateur donne le code. Il sert une fois.")}</p>
    <form class="card pairing" onSubmit=${submit}>
      <${Problem} />
      <div class="field">
        <label for="code">${t("Code d'appairage")}</label>
        <input id="code" class="num" data-field="code" value=${code} onInput=${write} autocomplete="off" autocapitalize="characters"
          spellcheck=${false} maxlength="9" placeholder="K7QM-4XRD" aria-describedby="code-help" />
        <span id="code-help" class="soft small">${t("Huit signes, ou scannez le QR de la page « Caisses ».")}</span>
      </div>
      <button class="btn main wide" type="submit" data-act="pair">${isBusy ? t("Appairage en cours") : t("Appairer")}</button>
    </form>
    ${device && html`<p class="soft">${t("Cette tablette est déjà « {name} ».", { name: device.register.name })}
      ${waiting.facts > 0 && t(" {n} à envoyer.", { n: waiting.facts })}</p>
      <button class="btn quiet" type="button" data-act="keep" onClick=${keepRegister}>${t("Garder cette caisse")}</button>`}
  </main>`;
}
