// The page: pictures first, then the screen that the state asks for.
import { render } from "./vendor/preact.js";
import { Alone } from "./screens/alone.js";
import { CashierScreen } from "./screens/cashier.js";
import { PairingScreen } from "./screens/pairing.js";
import { SellScreen } from "./screens/sell.js";
import { set } from "./till/state.js";
import { start } from "./till/start.js";
import { html, useTill } from "./ui/html.js";

const SCREENS = { pairing: PairingScreen, cashier: CashierScreen, sell: SellScreen };

function Till() {
  const { screen } = useTill((state) => ({ screen: state.screen }));
  const Screen = SCREENS[screen] ?? Alone;
  return html`<${Screen} />`;
}

/** One document, one sprite: symbols must live in the page to take its colours. */
async function loadPictures() {
  const answer = await fetch(new URL("./ui/sprite.svg", import.meta.url));
  const sprite = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  sprite.setAttribute("class", "sprite");
  sprite.setAttribute("width", "0");
  sprite.setAttribute("height", "0");
  sprite.setAttribute("aria-hidden", "true");
  document.body.prepend(document.adoptNode(sprite));
}

await loadPictures().catch((error) => console.warn("no pictures:", error));
render(html`<${Till} />`, document.getElementById("till"));
start().catch((error) => {
  console.error(error);
  set({ screen: "broken" });
});
